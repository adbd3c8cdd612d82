from __future__ import annotations

import re
from itertools import combinations

from viz.chains import BOX_WIDTH, ChainBox, ChainPicture, PlacedBox, broken, chain_picture


def box(key: str, stage: int, state: str = "have", figures: tuple[str, ...] = ()) -> ChainBox:
    return ChainBox(key, stage, key, figures, state)


def placed(picture: ChainPicture) -> dict[str, PlacedBox]:
    return {found.box.key: found for found in picture.boxes}


def test_steps_stand_in_columns_by_stage_and_never_on_each_other() -> None:
    boxes = [box(name, stage) for name, stage in (("coke", 1), ("pitch", 1), ("anode", 4), ("cell", 9))]
    picture = chain_picture(boxes, [("coke", "anode"), ("pitch", "anode"), ("anode", "cell")])
    places = placed(picture)
    assert places["coke"].x == places["pitch"].x < places["anode"].x < places["cell"].x
    for one, other in combinations(picture.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_a_line_that_passes_a_column_runs_beside_its_boxes() -> None:
    """rock goes past the acid plants to the works"""
    boxes = [box("rock", 1), box("sulphur", 1), box("acid", 2), box("works", 3)]
    picture = chain_picture(boxes, [("rock", "works"), ("sulphur", "acid"), ("acid", "works")])
    acid = placed(picture)["acid"]
    across = [float(x) for line in picture.lines for x in re.findall(r"H([\d.]+)", line)]
    assert across == [acid.x + BOX_WIDTH]
    (lane,) = (float(y) for line in picture.lines for y in re.findall(r" ([\d.]+)H", line))
    assert not acid.y <= lane <= acid.y + acid.height


def test_everything_lies_inside_the_picture() -> None:
    boxes = [box("extraction", 1), box("slag", 1)]
    picture = chain_picture(boxes, [("extraction", "slag")])
    numbers = [float(number) for number in re.findall(r"[\d.]+", picture.lines[0])]
    assert max(numbers[0::2]) <= picture.width
    assert max(numbers[1::2]) <= picture.height
    assert all(found.y + found.height <= picture.height for found in picture.boxes)


def test_a_long_name_makes_its_box_higher() -> None:
    boxes = [box("Cement and acid from phosphogypsum", 1, figures=("1.2 Mt/yr",)), box("Cells", 1)]
    high, low = chain_picture(boxes, []).boxes
    assert len(high.name_lines) == 3
    assert high.height > low.height
    assert high.figure_lines[0][0] == "1.2 Mt/yr"
    assert broken("", 100.0) == ()


def test_a_chain_without_steps_is_an_empty_picture() -> None:
    assert chain_picture([], []).boxes == ()
