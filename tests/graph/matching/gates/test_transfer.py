from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph.matching import GateName, Outcome, suggest
from graph.matching.gates.transfer import (
    BANNED,
    FILED,
    NO_RULE,
    PERMIT_NEEDED,
    REGION_UNKNOWN,
    park_regions,
    transfer_table,
)
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, Phase, TransferDuty
from tests.build import WEIGHTS, enterprise, facility, material, park, recipe, stream, transfer_rule

DUST = material("dust", hazard=Hazard.HAZARDOUS, hw_codes=("HW23",))
PARKS = [
    park("yunnan", "530000"),
    park("anning", "530181"),
    park("guiyang", "520100"),
    park("battery-park", "", "anning"),
    park("somewhere"),
    park("elsewhere"),
]


def finding(rules: Sequence[Any], origin: str, destination: str, what: str = "dust", **when: date) -> int:
    """What the rules come to between enterprises of two parks."""
    materials = [
        DUST,
        material("slag"),
        material("steel-slag", "slag"),
        material("water", phase=Phase.LIQUID),
    ]
    sites = [enterprise("from", park=origin), enterprise("to", park=destination)]
    snapshot = Snapshot.of([*PARKS, *materials, *sites, *rules])
    row = snapshot.positions("materials", [what])
    table = transfer_table(snapshot, row, row, when.get("on"))
    return int(table.finding[table.group[0], table.region[0], table.region[1]])


def test_an_area_lies_in_the_region_of_its_park_and_zeros_at_the_end_say_nothing() -> None:
    regions = park_regions(Snapshot.of(PARKS))
    assert regions["battery-park"] == ("530181", "anning")
    assert regions["yunnan"] == ("53", "yunnan")
    assert regions["somewhere"] == ("", "somewhere")
    assert park_regions(Snapshot.of([park("odd", "Anning")]))["odd"] == ("", "odd")


def test_a_permit_to_leave_the_province_is_asked_for_only_there() -> None:
    rule = transfer_rule("r", TransferDuty.PERMIT, hazard=Hazard.HAZARDOUS)
    assert finding([rule], "anning", "guiyang") == PERMIT_NEEDED
    assert finding([rule], "anning", "yunnan") == NO_RULE
    assert finding([rule], "anning", "battery-park") == NO_RULE
    assert finding([rule], "anning", "guiyang", "slag") == NO_RULE


def test_where_a_region_is_not_known_the_rule_may_hold_but_not_inside_one_park() -> None:
    rule = transfer_rule("r", TransferDuty.PERMIT, hazard=Hazard.HAZARDOUS)
    assert finding([rule], "anning", "somewhere") == REGION_UNKNOWN
    assert finding([rule], "elsewhere", "somewhere") == REGION_UNKNOWN
    assert finding([rule], "somewhere", "somewhere") == NO_RULE


def test_a_prefecture_border_needs_four_digits_of_both() -> None:
    rule = transfer_rule("r", TransferDuty.PERMIT, crossing=4)
    assert finding([rule, park("qujing", "530300")], "anning", "qujing") == PERMIT_NEEDED
    assert finding([rule], "anning", "yunnan") == REGION_UNKNOWN
    assert finding([rule], "anning", "battery-park") == NO_RULE


def test_a_ban_names_where_from_and_where_to_and_beats_the_milder_rules() -> None:
    rules = [
        transfer_rule("a-filing", TransferDuty.FILING),
        transfer_rule("b-ban", TransferDuty.BAN, origin="53", destination="52", hw_codes=("HW23",)),
        transfer_rule("c-permit", TransferDuty.PERMIT),
    ]
    assert finding(rules, "anning", "guiyang") == BANNED
    assert finding(rules, "guiyang", "anning") == PERMIT_NEEDED
    assert finding(rules[:2], "anning", "guiyang", "slag") == FILED


def test_a_rule_may_be_about_a_material_and_its_kinds_or_about_a_phase() -> None:
    about_slag = transfer_rule("r", TransferDuty.PERMIT, material="slag")
    assert finding([about_slag], "anning", "guiyang", "steel-slag") == PERMIT_NEEDED
    assert finding([about_slag], "anning", "guiyang") == NO_RULE
    solid = transfer_rule("r", TransferDuty.FILING, phases=("solid", "sludge"))
    assert finding([solid], "anning", "guiyang", "slag") == FILED
    assert finding([solid], "anning", "guiyang", "water") == NO_RULE


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2021, 12, 31), NO_RULE),
        (date(2022, 1, 1), PERMIT_NEEDED),
        (date(2025, 12, 31), PERMIT_NEEDED),
        (date(2026, 1, 1), NO_RULE),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(on: date, found: int) -> None:
    rule = transfer_rule("r", TransferDuty.PERMIT, start=date(2022, 1, 1), end=date(2025, 12, 31))
    assert finding([rule], "anning", "guiyang", on=on) == found
    assert finding([rule], "anning", "guiyang") == NO_RULE


def banned(*sites: Any) -> list[Any]:
    ban = transfer_rule("ban", TransferDuty.BAN, hazard=Hazard.HAZARDOUS, crossing=0)
    return [
        *WEIGHTS,
        *PARKS,
        *sites,
        DUST,
        material("zinc"),
        *recipe("waelz", "dust", "zinc"),
        stream("s", "maker", "dust", 10.0),
        facility("f", "user", "waelz", 10.0),
        facility("own", "maker", "waelz", 10.0),
        ban,
    ]


def test_what_stays_in_one_enterprise_is_never_transferred() -> None:
    """A ban of every transfer refuses the neighbour and leaves the maker's own kiln open."""
    sites = [enterprise(name, licences=("HW23",), park="anning") for name in ("maker", "user")]
    found = suggest(Snapshot.of(banned(*sites)))
    assert [item.facility for item in found.items] == ["own"]
    (gate,) = found.refusals[0].gates
    assert (gate.gate, gate.outcome, gate.wanted) == (GateName.TRANSFER, Outcome.REFUSED, "ban")
    assert gate.reason.en == "the transfer is banned: Rule ban"
