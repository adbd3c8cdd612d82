"""The report: the park on paper or as a workbook, made of what the other pages read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse

from api.figures import money_range
from api.lane import part_of_whole
from api.web.pages import spread
from api.web.pages.matching import matches
from api.web.pages.overview import main_target, share_of_estimates
from api.web.pages.pictures import Flow, FlowState, Year, read_year
from api.web.pages.recruiting import lead_list, place_words
from api.web.pages.report_tables import Cell, Section, amount, count, figure, share, text
from api.web.pages.taken import taken_rows
from api.web.reading import Reading
from api.web.rendering import HEADERS, standing_alone
from api.web.shell import Choice, shell_of
from api.web.state import State
from api.web.tables import EXCEL, download
from api.web.things import grade_of, name_of, range_of
from api.web.words import sentence, speaker
from api.workbooks import sheets_workbook
from graph.units import show_share
from graph.wording import Words

NAME = "report"
BODY = "report_body"
#: Rows of one table on paper; the workbook has all.
MOST_ROWS = 25
#: How much of the work is done with the plan, and with its draws; the leads are most of the rest.
_PLANNED, _DRAWN = 0.05, 0.3
Say = Callable[..., str]


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page itself shows; the report comes once it is worked out."""
    return {}


def body(reading: Reading, state: State) -> dict[str, Any]:
    """Return the whole report."""
    say = speaker(BODY, state.language)
    shell = shell_of(reading.read("shell"), state)
    state = _by_id(state, shell["parks"])
    with part_of_whole(0.0, _PLANNED):
        year = read_year(reading, state.park, state.scenario)
    with part_of_whole(_PLANNED, _DRAWN):
        spreads = spread.values(reading, state)
    with part_of_whole(_DRAWN, 1.0):
        sections = tuple(_sections(reading, state, year, spreads, say))
    return {
        "park": _chosen(shell["parks"], state.park, _whole(shell["parks"])),
        "scenario": _chosen(shell["scenarios"], state.scenario, sentence(BODY, "switch.no_scenario")),
        "version": shell["data_version"],
        "mark": shell["fingerprint"][:8],
        "main": main_target(year),
        "targets": year.targets,
        "tonnes": year.in_unit("t"),
        "expected": spreads["sentences"],
        "most": MOST_ROWS,
        "sections": sections,
    }


def as_page(reading: Reading, state: State) -> Response:
    """Return the report as a page that stands alone: one file, no script, nothing loaded."""
    text, policy = standing_alone(BODY, state, body(reading, state))
    headers = HEADERS | {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    headers["Content-Disposition"] = 'attachment; filename="report.html"'
    return HTMLResponse(text, headers=headers)


def as_workbook(reading: Reading, state: State) -> Response:
    """Return the report as a workbook, a sheet for each section."""
    return download("report.xlsx", workbook(reading, state), EXCEL)


def workbook(reading: Reading, state: State) -> bytes:
    """Return the workbook: every row of every section; amounts and shares are numbers."""
    found = body(reading, state)
    return sheets_workbook(
        [
            (
                section.title,
                [*section.sentences, *(found["expected"] if section.key == "targets" else ())],
                section.head,
                [[(cell.value, cell.form) for cell in row] for row in section.rows],
            )
            for section in found["sections"]
        ]
    )


def page(reading: Reading, state: State) -> str:
    """Return the report as the text of a page that stands alone."""
    return standing_alone(BODY, state, body(reading, state))[0]


def _sections(
    reading: Reading, state: State, year: Year, spreads: Mapping[str, Any], say: Say
) -> Iterable[Section]:
    language = state.language
    yield _targets(year, spreads, say, language)
    yield _flows(year, say, language)
    yield _left(year, say, language)
    if year.taken:
        yield _markets(year, say, language)
    if spreads["prospective"]:
        yield _prospective(spreads, say, language)
    yield _matches(reading, state, say)
    yield _leads(reading, state, say)
    yield from _assumptions(reading, state, year, spreads, say)
    yield _sources(reading, state, say)


def _targets(year: Year, spreads: Mapping[str, Any], say: Say, language: str) -> Section:
    chances = {row["target"]["localId"]: row for row in spreads["chances"]}
    rows = []
    for target in year.targets:
        chance = chances.get(target.id)
        ends = ("met", "shareP10", "shareP50", "shareP90")
        found = [None if chance is None else chance[end] for end in ends]
        rows.append(
            (
                text(target.name, language),
                *(share(value, language) for value in (target.today, target.share, target.potential, *found)),
            )
        )
    columns = ("target", "today", "wanted", "planned", "chance", "p10", "p50", "p90")
    return Section("targets", say("targets"), _head(columns, say), tuple(rows))


def _flows(year: Year, say: Say, language: str) -> Section:
    sums = [
        say(
            "sums",
            unit=say(f"unit.{row.unit}"),
            supply=amount(row.supply, row.unit, language).shown,
            today=amount(row.today, row.unit, language).shown,
            gross=amount(row.gross, row.unit, language).shown,
            net=amount(row.net, row.unit, language).shown,
        )
        for row in year.counted
    ]
    flows = [flow for flow in year.flows if flow.state is not FlowState.TODAY]
    flows.sort(key=lambda flow: (year.units.index(flow.unit), -flow.amount))
    rows = tuple(
        (
            text(flow.source.name, language),
            text(flow.firm.name, language),
            text(_taker(flow), language),
            amount(flow.amount, flow.unit, language),
            text(_state(flow, say), language),
        )
        for flow in flows
    )
    columns = ("source", "firm", "taker", "amount", "state")
    return Section("plan", say("plan"), _head(columns, say), rows, tuple(sums))


def _taker(flow: Flow) -> Words:
    return sentence(BODY, "market") if flow.taker is None else flow.taker.name


def _state(flow: Flow, say: Say) -> str:
    words = [say(f"state.{flow.state.value}")]
    if not flow.runs:
        words.append(say("not_running"))
    if not flow.verified:
        words.append(say("unverified"))
    return " · ".join(words)


def _left(year: Year, say: Say, language: str) -> Section:
    reason = speaker("plan", language)
    rows = tuple(
        (
            text(rest.stream.name, language),
            text(rest.firm.name, language),
            amount(rest.unplaced, rest.unit, language),
            text(reason(f"reason.{rest.reason}"), language),
            text(rest.detail, language),
            text(rest.help, language),
        )
        for rest in year.left
    )
    columns = ("source", "firm", "left", "reason", "detail", "help")
    return Section("left", say("left"), _head(columns, say), rows)


def _markets(year: Year, say: Say, language: str) -> Section:
    rows = tuple(
        (
            text(row["taken"].market.name, language),
            text(row["taken"].material.name, language),
            text(row["place"], language),
            text(row["demand"], language)
            if row["taken"].demand is None
            else amount(row["taken"].demand, row["taken"].unit, language),
            text(row["served"], language)
            if row["taken"].served is None
            else amount(row["taken"].served, row["taken"].unit, language),
            amount(row["taken"].sold, row["taken"].unit, language),
            text(row["share"], language)
            if row["taken"].share is None
            else share(row["taken"].share, language),
            text(row["price"], language),
            text(row["taken"].grade, language),
        )
        for row in taken_rows(year, say, language)
    )
    columns = ("market", "material", "place", "demand", "served", "taken", "share", "price", "grade")
    return Section("taken", say("taken"), _head(columns, say), rows, (say("taken.note"),))


def _prospective(spreads: Mapping[str, Any], say: Say, language: str) -> Section:
    rows = tuple(
        (
            text(row["source"].name, language),
            text(row["firm"].name, language),
            text(row["what"], language),
            amount(row["amount"], row["unit"], language),
            amount(row["least"], row["unit"], language),
            amount(row["most"], row["unit"], language),
            text(row["ask"], language),
        )
        for row in spreads["prospective"]
    )
    columns = ("source", "firm", "would", "amount", "room_least", "room_most", "ask")
    return Section("prospective", say("prospective"), _head(columns, say), rows, tuple(spreads["potential"]))


def _matches(reading: Reading, state: State, say: Say) -> Section:
    language = state.language
    rows = tuple(
        (
            text(row.stream.name, language),
            text(row.firm.name, language),
            text(row.taker.name, language),
            text(row.taker_firm.name, language),
            figure(row.score, 3),
            share(row.confidence, language),
            amount(row.amount, row.unit, language),
            figure(row.distance, 1, say("unknown")),
            count(row.open),
        )
        for row in sorted(matches.rows_of(reading, state), key=lambda row: (-row.score, row.id))
    )
    columns = ("source", "firm", "taker", "taker_firm", "score", "confidence", "amount", "km", "open")
    return Section("matches", say("matches"), _head(columns, say), rows, (say("matches.note"),))


def _leads(reading: Reading, state: State, say: Say) -> Section:
    found = lead_list.values(reading, state)
    words, language = speaker(lead_list.NAME, state.language), state.language
    certain = words("certain" if found["certificate"]["certain"] else "uncertain", **_counts(found))
    rows = []
    for row in found["leads"]:
        pays = say("unknown") if row["pays"] is None else say("yes" if row["pays"] else "no")
        rows.append(
            (
                count(row["rank"]),
                text(row["technology"].text(language), language),
                text(place_words(row["place"], words, language), language),
                *(
                    text(row[name], language)
                    for name in ("scale", "tonnes", "benefit", "benefit_spread", "co2")
                ),
                text(pays, language),
                text(row["question"] or "", language),
            )
        )
    columns = (
        "rank",
        "missing",
        "where",
        "scale",
        "tonnes",
        "benefit",
        "benefit_spread",
        "co2",
        "pays",
        "ask",
    )
    return Section("leads", say("leads"), _head(columns, say), tuple(rows), (certain,))


def _counts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found["certificate"][name] for name in ("solved", "candidates")}


def _assumptions(
    reading: Reading, state: State, year: Year, spreads: Mapping[str, Any], say: Say
) -> Iterable[Section]:
    language = state.language
    plan = reading.read("report", park=state.park, scenario=state.scenario)["plan"]
    covered = plan["coverage"]
    sentences = [
        say("assumes.plan"),
        say("assumes.potential", assumes=spreads["assumes"]),
    ]
    if spreads["draws"]:
        sentences.append(say("assumes.draws", draws=spreads["draws"], seed=spreads["seed"]))
    # Of a plan that adds nothing there is no money and no sale that could stand on anything.
    if any(flow.state is not FlowState.TODAY for flow in year.flows):
        shares = {name: show_share(share, language) for name, share in covered.items()}
        sentences.append(say("assumes.covered", **shares))
        sentences.append(say("assumes.missing", count=len(plan["missing"])))
    if plan["investmentRange"]["high"] > 0.0:
        built, idle = (
            text(money_range(range_of(plan[name])), language).shown
            for name in ("investmentRange", "idleCapital")
        )
        sentences.append(say("assumes.invested", built=built, idle=idle))
    estimates = share_of_estimates(year, year.units[0]) if year.units else None
    if estimates == 0.0:
        sentences.append(say("assumes.no_estimates"))
    elif estimates is not None:
        sentences.append(say("assumes.estimates", share=show_share(estimates, language)))
    rows = tuple(
        (
            text(Words(row["nameZh"], row["nameEn"]), language),
            *(_bound(row[end], row["unit"], language) for end in ("low", "likely", "high")),
        )
        for row in plan["wouldChange"]
    )
    yield Section(
        "assumptions",
        say("assumptions"),
        _head(("number", "low", "likely", "high"), say),
        rows,
        tuple(sentences),
    )
    asked = tuple(
        (
            text(name_of(row["material"]), language),
            text(say("apart").join(name_of(one).text(language) for one in row["technologies"]), language),
            text(Words(row["questionZh"], row["questionEn"]).text(language) or say("ask.buyer"), language),
        )
        for row in plan["questions"]
    )
    yield Section("questions", say("questions"), _head(("material", "technology", "ask"), say), asked)


def _bound(value: float, unit: str, language: str) -> Cell:
    mass, _, yearly = unit.partition("/")
    return amount(value, mass, language) if yearly == "yr" else figure(value, 3, unit=unit)


def _sources(reading: Reading, state: State, say: Say) -> Section:
    language, rows = state.language, []
    for document, connection, measure, known in (
        ("stream_grounds", "wasteStreams", "supply", "known.supply"),
        ("facility_grounds", "facilities", "capacity", "known.capacity"),
    ):
        for node in reading.read_all(document, connection, park=state.park):
            found = node[measure]
            sources = say("apart").join(one["citation"] for one in node["evidence"]["sources"])
            rows.append(
                (
                    text(name_of(node), language),
                    text(say(known), language),
                    text(say("unknown"), language)
                    if found is None
                    else _bound(found["likely"], found["unit"], language),
                    text(grade_of(node["evidence"]), language),
                    text(sources or say("no_source"), language),
                )
            )
    columns = ("what", "known", "amount", "grade", "source_title")
    return Section("sources", say("sources"), _head(columns, say), tuple(rows), (say("sources.note"),))


def _head(names: Iterable[str], say: Say) -> tuple[str, ...]:
    return tuple(say(f"column.{name}") for name in names)


def _by_id(state: State, parks: Sequence[Choice]) -> State:
    """Return the state with the park by its id; on the command line a name is as good."""
    found = (park.id for park in parks if state.park in (park.name.zh, park.name.en))
    return replace(state, said={**state.said, "park": next(found, state.park or "")})


def _chosen(choices: Sequence[Choice], given: str | None, otherwise: Words) -> Words:
    """Return the name of what was chosen."""
    return next((choice.name for choice in choices if choice.id == given), otherwise)


def _whole(parks: Sequence[Choice]) -> Words:
    """Return what every park together is called: by its name where there is one at the top."""
    tops = [park for park in parks if park.depth == 0]
    return tops[0].name if len(tops) == 1 else sentence(BODY, "switch.every_park")
