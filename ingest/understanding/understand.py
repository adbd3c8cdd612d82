"""From the bytes of files to what they say: the one way through this room."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import Problem, RefusedInput
from ingest.grids import FAULTS, Grid, Opened, Source, open_grids
from ingest.understanding.bounds import Counted, room_of
from ingest.understanding.heads import (
    TAKEN,
    Kind,
    covered,
    field_types,
    holds_numbers,
    is_amount,
    kind_named,
    read_header,
)
from ingest.understanding.layout import (
    FIRST_ROWS,
    Facts,
    Table,
    are_wastes,
    cell_at,
    find_tables,
    firm_below,
    firm_in_title,
    firm_of_tab,
    is_firm,
    is_total,
    read_titles,
    tabs_alike,
    texts_of,
    unit_below,
)
from ingest.understanding.result import Column, LeftOut, Question, Remark, Row, Sheet, Understood, question_id
from ingest.understanding.rows import (
    ENOUGH_MONTHS,
    Findings,
    column_headers,
    columns_of,
    compare_totals,
    doubled,
    is_balance,
    kind_of,
    months_named,
    part_of_year,
    remark_decisions,
    remark_end_of_records,
    remark_three_numbers,
    shown,
    typed_rows,
    with_whole_years,
    without_void,
)
from ingest.understanding.scripts import as_written, in_simplified
from ingest.understanding.shapes import (
    Prose,
    analyses_apart,
    is_form,
    one_below_another,
    one_pair_a_row,
    side_by_side,
    told_in_column,
    told_on_page,
    uncrossed,
    unmeasured,
    unpivoted,
    upright,
    widened,
    years_apart,
)
from ingest.words import listed

#: What an example of a form says of itself.
_EXAMPLE = re.compile(r"请删除(?:本|此|该)行|示例行|delete this row", re.IGNORECASE)
#: Rows left out below a table that may say whose it is.
_BELOW = ("SIGNATURE", "NOTE")
#: Shapes that are turned into lists before they are read, each with the code of what is said of it.
_RESHAPED = (
    ("YEARS_APART", years_apart),
    ("LONG", widened),
    ("PIVOT", unpivoted),
    ("GROUPS", one_below_another),
    ("CROSSED", unmeasured),
)


def understand(sources: Iterable[Source], answers: Mapping[str, str] | None = None) -> Understood:
    r"""Return what files say, with how sure each reading is and what has to be asked.

    Pure: the same bytes and answers give the same result; nothing outside the bytes is looked at.

    Parameters
    ----------
    sources : iterable of Source
    answers : mapping of str to str, optional
        Id of a `Question` -> one of its options, or the number or text that it asks for.

    Examples
    --------
    >>> text = "企业名称,固废名称,2024年产生量（万吨）\n红星钢厂,钢渣,30\n合计,,30\n"
    >>> (sheet,) = understand([Source("固废.csv", text.encode())]).sheets
    >>> sheet.kind, [(column.field, column.unit, column.year) for column in sheet.columns]
    ('waste_list', [('enterprise', '', 0), ('waste', '', 0), ('supply', '万吨', 2024)])
    >>> sheet.rows[0].texts, sheet.rows[0].amount("supply").likely
    ({'enterprise': '红星钢厂', 'waste': '钢渣'}, 300000.0)
    >>> [(row.row, row.reason) for row in sheet.left_out]
    [(3, 'TOTAL')]
    """
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for source in sources:
        counted = Counted(source.name)
        try:
            opened = open_grids(source, room=room_of(source.name))
            grids, written = in_simplified(opened.grids)
            opened = replace(opened, grids=grids)
            file = _File(opened, tabs_alike(opened.grids), answers or {}, problems, counted)
            found = [sheet for grid in opened.grids for sheet in _sheets(grid, file)]
        except RefusedInput as refusal:
            problems += refusal.problems
            continue
        named = _with_firms_named(_without_examples(found))
        sheets += (as_written(sheet, written) if written else sheet for sheet in named)
    return Understood(tuple(with_whole_years(sheets, answers or {})), tuple(problems))


def _without_examples(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets of a form without the rows that ask to be deleted, once others stand in it."""
    examples = [{row.number for row in sheet.rows if _is_example(row)} for sheet in sheets]
    if not any(examples) or sum(map(len, examples)) == sum(len(sheet.rows) for sheet in sheets):
        return list(sheets)
    return [
        replace(
            sheet,
            rows=tuple(row for row in sheet.rows if row.number not in rows),
            left_out=(*sheet.left_out, *(LeftOut(number, "EXAMPLE", "") for number in sorted(rows))),
            questions=tuple(item for item in sheet.questions if item.row not in rows),
        )
        for rows, sheet in zip(examples, sheets, strict=True)
    ]


def _is_example(row: Row) -> bool:
    return any(_EXAMPLE.search(text) for text in row.texts.values())


def _with_firms_named(sheets: Sequence[Sheet]) -> Iterable[Sheet]:
    """Return the sheets of a file with the firms that some of them name as options where others are asked.

    A statutory record whose forms before all stand in the sheets of one firm is that firm's.
    """
    firms = tuple(dict.fromkeys(sheet.firm for sheet in sheets if sheet.firm))
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for form in (sheet.form_number, *(row.texts.get("form_number", "") for row in sheet.rows)):
            owners[form] |= {sheet.firm} if form and sheet.firm else set()
    for sheet in sheets:
        before = [row.texts.get("previous_form", "") for row in sheet.rows] if not sheet.firm else []
        tied = set().union(*(owners[form] or {""} for form in before)) if before else set()
        if len(tied) == 1 and "" not in tied and any(item.code == "FIRM" for item in sheet.questions):
            firm = next(iter(tied))
            asked = tuple(item for item in sheet.questions if item.code != "FIRM")
            said = (*sheet.remarks, Remark("FIRM_FROM_FORMS", 0, "", (firm,)))
            rows = tuple(replace(row, texts={"enterprise": firm, **row.texts}) for row in sheet.rows)
            yield replace(sheet, firm=firm, rows=rows, questions=asked, remarks=said)
            continue
        questions = tuple(
            replace(item, options=(*firms, *(name for name in item.options if name not in firms)))
            if item.code == "FIRM"
            else item
            for item in sheet.questions
        )
        yield replace(sheet, questions=questions)


@dataclass(frozen=True, slots=True)
class _File:
    """One file while its sheets are read: as it was opened, its sheets alike, answers, and what was found."""

    opened: Opened
    tabs: frozenset[str]
    answers: Mapping[str, str]
    problems: list[Problem]
    counted: Counted


def _sheets(grid: Grid, file: _File, turns: bool = True) -> Iterable[Sheet]:
    """Return the tables of one sheet, or the sheet itself with the word for why it holds none.

    Parameters
    ----------
    turns : bool
        Whether it may lie on its side; what was turned once is not turned back.
    """

    def again(shaped: Grid, turns: bool = turns) -> Iterable[Sheet]:
        file.problems.extend(_faults_lost(grid, shaped))
        return _sheets(shaped, file, turns)

    answers, counted = file.answers, file.counted
    counted.lay_out(grid)
    if grid.hidden:
        return [_without_table(grid, "hidden")]
    if not grid.rows:
        return [_without_table(grid, "empty")]
    if grid.sheet.strip().casefold() in listed("sheet", "notes"):
        return [_without_table(grid, "notes")]
    if turns and (form := one_pair_a_row(grid)) is not grid:
        return again(form)
    if (prose := told_in_column(grid, answers, counted)) is not None:
        return _told(prose, again(prose.grid))
    parts = side_by_side(grid)
    for code, reshaped in _RESHAPED if len(parts) == 1 else ():
        if (shaped := reshaped(grid)) is not grid:
            return _remarked(code, again(shaped))
    parts = parts if len(parts) > 1 else analyses_apart(grid)
    if parts[0] is grid and (crossed := uncrossed(grid)) is not grid:
        return _remarked("CROSSED", again(crossed))
    if len(parts) > 1 or parts[0] is not grid:
        return [sheet for part in parts for sheet in again(part)]
    tables = () if turns and is_form(grid) else find_tables(grid)
    if not tables and turns and (turned := upright(grid)) is not grid:
        return _remarked("ON_ITS_SIDE", again(turned, turns=False))
    if not tables and (prose := told_on_page(grid, answers, counted)) is not None:
        return _told(prose, again(prose.grid))
    if not tables:
        # What stands alone in its file is hardly a note, however short.
        least = 3 if len(file.opened.grids) > 1 else 2
        long = len(grid.rows) >= least and sum(len(cells) > 1 for _, cells in grid.rows) >= least
        answered = question_id("NO_HEADER", grid.sheet or grid.file) in answers
        return [_without_table(grid, "unknown", asks=long and not answered)]
    first = read_titles((cells for _, cells in tables[0].titles), grid.sheet, grid.file)
    return [_sheet(grid, table, first, tables[0], file) for table in tables]


def _remarked(code: str, sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return sheets with what is said of all of them first."""
    return [replace(sheet, remarks=(Remark(code, 0, "", ()), *sheet.remarks)) for sheet in sheets]


def _told(prose: Prose, sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return the sheets that sentences make, with what of them has to be asked or said."""
    first, *others = [replace(sheet, facts={**sheet.facts, "told": "yes"}) for sheet in sheets]
    questions, remarks = (*prose.questions, *first.questions), (*prose.remarks, *first.remarks)
    return [replace(first, questions=questions, remarks=remarks), *others]


def _without_table(grid: Grid, kind: str, asks: bool = False) -> Sheet:
    shown = tuple(str(cell)[:40] for cell in grid.rows[0][1] if cell is not None)[:6] if grid.rows else ()
    name = grid.sheet or grid.file
    question = Question(
        question_id("NO_HEADER", name), grid.file, grid.sheet, 0, "", "NO_HEADER", shown, ("none",)
    )
    asked = (question,) if asks else ()
    return Sheet(grid.file, grid.sheet, kind, (), (), (), (), "", 0, "", {}, (), asked)


def _sheet(grid: Grid, table: Table, first: Facts, uppermost: Table, file: _File) -> Sheet:
    opened, tabs, answers = file.opened, file.tabs, file.answers
    facts = read_titles((cells for _, cells in table.titles), grid.sheet, grid.file)
    findings = Findings(grid.file, grid.sheet, answers)
    asked_firm = f"{grid.file} {grid.sheet}" if grid.sheet in tabs else grid.file
    of_sheet = "" if facts.firm or grid.sheet not in tabs else firm_of_tab(grid.sheet)
    above = facts.firm or first.firm or of_sheet
    if table is not uppermost and table.headers == uppermost.headers:
        # The same header once more: what the first title says of year and unit holds until another says so.
        facts = replace(
            facts,
            year=facts.year or first.year,
            unit=facts.unit or first.unit,
            basis=facts.basis or ("" if facts.unit else first.basis),
        )
    notes = [item.text for item in table.left_out if item.reason in _BELOW]
    below = firm_below(notes) if not above else ""
    firm = answers.get(question_id("FIRM", asked_firm), above or below)
    headed = [item.text for item in table.left_out if item.reason in (*_BELOW, "SECTION")]
    facts = replace(facts, firm=firm, unit=facts.unit or unit_below(headed))
    months = months_named(
        map(str, texts_of([cell for _, cells in table.titles for cell in cells])), grid.sheet
    )
    headers = column_headers(table, answers)
    stem = grid.file.rpartition(".")[0].strip()
    if not firm and not any(header.field == "enterprise" for header in headers.values()):
        # 永昌钢铁有限公司.csv, 永昌钢铁有限公司2024年固废台账.xlsx: one file for each firm.
        firm = stem if is_firm(stem) else firm_in_title(stem)
        facts = replace(facts, firm=firm)
    in_columns = covered(header.month for header in headers.values() if header.month)
    if 0 < in_columns < ENOUGH_MONTHS:
        months = frozenset(range(1, in_columns + 1))
    for at, header in headers.items():
        # 2024年1-9月产生量 alone is no year's; beside a whole year's it was set aside.
        if header.field in ("supply", "quantity") and not months:
            months = part_of_year(header, table.headers[at])
    others = {**facts.others, "months": " ".join(map(str, sorted(months)))} if months else facts.others
    name = grid.sheet or grid.file.rpartition(".")[0]
    kind, near = kind_of(headers, map(shown, table.headers.values()), facts, name)
    answer = answers.get(question_id("KIND", name), "")
    if answer == "none" or kind_named(answer) is not None:
        kind, near = kind_named(answer), ()
    elif is_balance(table):
        # Raw materials and products stand there beside wastes: somebody has to say that it is a list of them.
        kind, near = None, ()
    columns = columns_of(table, headers, kind, answers)
    if kind is None or near:
        options = (kind.name, *near) if kind else ("waste_list", "enterprises", "facilities", "ledger")
        findings.ask("KIND", 0, "", (name,), (*options, "none"), name)
    rows: tuple[Row, ...] = ()
    void: tuple[LeftOut, ...] = ()
    if kind is not None:
        file.counted.add(grid, table.rows, columns)
        rows = typed_rows(grid, table, columns, kind, facts, opened.delimiter, findings)
        rows, void = without_void(rows, kind)
        _ask_for_columns(table, columns, {at: header.others for at, header in headers.items()}, findings)
        if not rows or not all(row.texts.get("enterprise") for row in rows):
            _ask_for_firm(grid, kind, table, columns, facts, asked_firm, findings)
        _ask_for_moisture(columns, rows, findings)
        file.problems.extend(_faults(grid, table, columns))
        compare_totals(table, columns, opened.delimiter, findings)
        remark_end_of_records(kind, rows, findings)
        remark_three_numbers(rows, columns, findings)
    remark_decisions(grid, opened, table, columns, facts, of_sheet, findings)
    columns = tuple(
        replace(column, unit=facts.unit)
        if not column.unit and field_types().get(column.field) == "amount"
        else column
        for column in columns
    )
    return Sheet(
        grid.file,
        grid.sheet,
        kind.name if kind else "unknown",
        table.header_rows,
        columns,
        (*table.left_out, *void),
        rows,
        "" if any(column.field == "enterprise" and not column.aside for column in columns) else firm,
        facts.year,
        facts.form_number,
        others,
        tuple(findings.remarks),
        tuple(findings.questions.values()),
    )


def _ask_for_columns(
    table: Table, columns: Sequence[Column], others: Mapping[int, tuple[str, ...]], findings: Findings
) -> None:
    """Ask what a column means that is not sure, or that is not known but holds quantities."""
    types = field_types()
    counts = any(types.get(column.field) == "amount" and not column.aside for column in columns)
    names_waste = any(column.field in ("waste", "material") and not column.aside for column in columns)
    for column in columns:
        # What would be left aside anyhow is not worth a question.
        unsure = column.likeness < TAKEN and types.get(column.field, "aside") != "aside"
        # Numbers beside wastes of which no other column says how much there is are hardly nothing.
        lost = (
            not column.field
            and names_waste
            and not counts
            and holds_numbers(cell_at(cells, column.index) for _, cells in table.rows)
        )
        if unsure or lost or (not column.field and is_amount(column.unit)):
            likeliest = dict.fromkeys(filter(None, (column.field, *others[column.index][:3])))
            options = (*likeliest, "none")
            options = options if unsure else ("supply", "in_use", "sent", "disposal", "none")
            values = (column.header, *_examples(table, column.index))
            findings.ask("FIELD", 0, column.header, values, options, column.header)
    for first, second in doubled(table, columns):
        values = (first.header, second.header)
        findings.ask("TWICE", 0, second.header, values, ("first", "second"), second.header)


def _ask_for_firm(
    grid: Grid,
    kind: Kind,
    table: Table,
    columns: Sequence[Column],
    facts: Facts,
    asked: str,
    findings: Findings,
) -> None:
    """Ask whose waste it is where neither a column nor a title says it, or whether headings do."""
    if not kind.gives_off or facts.firm:
        return
    if any(column.field in ("enterprise", "enterprise_id") and not column.aside for column in columns):
        return
    sections = tuple(dict.fromkeys(table.sections.values()))
    if len(sections) > 1 and not any(are_wastes([section]) for section in sections):
        about = question_id("SECTION_FIRMS", grid.file)
        if findings.answers.get(about) != "no":
            findings.ask("SECTION_FIRMS", 0, "", (sections[0], sections[1]), ("yes", "no"), grid.file)
            return
    stem = grid.file.rpartition(".")[0]
    names = [name for name in (stem, grid.sheet) if is_firm(name)]
    findings.ask("FIRM", 0, "", (asked,), tuple(names), asked)


def _ask_for_moisture(columns: Sequence[Column], rows: Sequence[Row], findings: Findings) -> None:
    """Ask for the moisture of amounts of dry matter of which their row gives none."""
    dry = {
        amount.field
        for row in rows
        if row.amount("moisture") is None
        for amount in row.amounts
        if amount.basis == "dry"
    }
    for column in columns:
        if column.field in dry and not column.aside and field_types()[column.field] == "amount":
            findings.ask("MOISTURE", 0, column.header, (column.header,), (), column.header)


def _faults(grid: Grid, table: Table, columns: Sequence[Column]) -> Iterable[Problem]:
    """Return a problem for each cell of a known column that holds no value."""
    numbers = {number for number, _ in table.rows}
    known = {column.index: column for column in columns if not column.aside}
    for fault in grid.faults:
        if fault.row in numbers and fault.column in known:
            header = known[fault.column].header
            yield Problem(
                grid.file, grid.sheet, fault.row, header, fault.code, fault.text, FAULTS[fault.code]
            )


def _faults_lost(grid: Grid, shaped: Grid) -> Iterable[Problem]:
    """Return a problem for each cell without a value that a sheet's new shape has no place for.

    Those of totals, and of columns that are left aside anyhow, are none.
    """
    if shaped.faults or not grid.faults:
        return
    cells_of = dict(grid.rows)
    headers: dict[int, str] = {}
    for _, cells in grid.rows[:FIRST_ROWS]:
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                headers[at] = headers.get(at) or cell
    for fault in grid.faults:
        header = headers.get(fault.column, "")
        aside = field_types().get(read_header((header,)).field) == "aside" if header else True
        if not (aside or is_total((header,)) or is_total(cells_of.get(fault.row, ()))):
            yield Problem(
                grid.file, grid.sheet, fault.row, header, fault.code, fault.text, FAULTS[fault.code]
            )


def _examples(table: Table, at: int) -> tuple[str, ...]:
    held = [str(cells[at]) for _, cells in table.rows[:50] if at < len(cells) and cells[at] is not None]
    return tuple(text[:40] for text in list(dict.fromkeys(held))[:3])
