from __future__ import annotations

import itertools

import pytest

from graph.errors import SymbioflowError
from graph.model import Linkage
from graph.stores import StateChange
from graph.stores.changing import changed
from graph.vocabulary import LINKAGE_CHANGES, LinkageState
from tests.parks import LINKAGE, made

PAIRS = list(itertools.product(LinkageState, LinkageState))


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=[f"{before} to {after}" for before, after in PAIRS])
def test_a_linkage_takes_only_the_steps_of_the_vocabulary(before: LinkageState, after: LinkageState):
    linkage = made(Linkage, id=LINKAGE, to_facility="f", port="p", amount=1.0, state=before, version=4)
    wish = StateChange(LINKAGE, after, 4, "王", "2026-03-01T08:00:00Z")
    if after in LINKAGE_CHANGES[before]:
        moved, event = changed(linkage, wish)
        assert (moved.state, moved.version) == (after, 5)
        assert (event.before, event.after, event.version) == (before, after, 5)
    else:
        with pytest.raises(SymbioflowError, match=f"cannot go from {before} to {after}"):
            changed(linkage, wish)
