"""Every component that the shipped tables name has a name that people read, in both languages."""

from __future__ import annotations

import re

import pytest

from graph.wording.components import component_spellings, component_words
from graph.wording.messages import Words
from ingest import shipped_records

#: Tables with a column of components.
NAMING = ("limits", "standard_limits", "material_components", "stream_components", "component_fates")
HAN = re.compile("[\u3400-\u9fff]")


@pytest.mark.parametrize("table", NAMING)
def test_no_component_of_the_shipped_tables_is_read_as_an_id(table: str) -> None:
    named = set(shipped_records()[table].column("component").to_pylist())
    assert named
    nameless = {component for component in named if not HAN.search(component_words(component).zh)}
    assert nameless == set()
    assert not any(HAN.search(component_words(component).en) for component in named)


def test_a_row_with_a_star_names_all_that_are_written_so() -> None:
    assert component_words("leachate-Cr(VI)").zh == "浸出液中的六价铬（Cr6+）"
    assert component_words("total-S-in-clinker").en == "total sulphur (S) in clinker"
    assert component_words("leachate-xyz").en == "leachate-xyz"
    assert component_words("material:slag") == Words("单种物料的占比", "share of one material")


def test_a_sum_is_named_by_what_is_added_where_all_of_it_has_a_name() -> None:
    assert component_words("Cl+F").en == "chlorine (Cl) + fluorine (F)"
    assert component_words("Cl+xyz").zh == "Cl+xyz"


def test_every_spelling_belongs_to_one_component() -> None:
    spellings = [name for names in component_spellings().values() for name in names]
    assert len(spellings) == len(set(spellings))
