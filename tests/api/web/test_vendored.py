from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from api.web.vendored import LISTS, differences


@pytest.mark.parametrize("listed", LISTS, ids=lambda path: path.parent.parent.name)
def test_every_vendored_file_is_the_one_on_its_list(listed: Path) -> None:
    assert list(differences(listed)) == []


def test_a_changed_a_missing_and_a_stray_file_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    shutil.copytree(LISTS[1].parent, folder)
    with (folder / "axe.js").open("a", encoding="utf-8") as file:
        file.write(" ")
    (folder / "axe-LICENSE.txt").unlink()
    (folder / "stray.js").write_text("", encoding="utf-8")
    assert list(differences(folder / LISTS[1].name)) == [
        "vendor/axe-LICENSE.txt: missing",
        "vendor/axe.js: is not axe-core 4.14.1 as listed",
        "vendor/stray.js: not on the list",
    ]
