"""Which kind of table it is, and what each column means in a table of that kind."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.quantities import unit_in
from ingest.understanding.heads import (
    LEAST,
    LEAST_MONTHS,
    OF_WHICH,
    QUANTITIES,
    TAKEN,
    WHOLE_YEAR,
    Header,
    Kind,
    field_types,
    goes_in,
    kinds,
    months_spanned,
    plain_number,
    read_header,
)
from ingest.understanding.layout import Facts, Table, cell_at, is_total
from ingest.understanding.result import Column, Doubted, question_id
from ingest.understanding.rows.below import (
    SAMPLE,
    USED,
    amounts_or_words,
    are_firms,
    read_firms,
    read_middle,
    unit_or_firm,
)
from ingest.words import key_of

#: A kind whose points are nearer than this to the next one's is asked for, unless a title names it.
_MARGIN = 0.5
#: Two units of one amount are the same up to this share of it.
_ROUNDED = 1e-3
#: What a works plans, may make or lets out, beside what it made.
_PLANNED = re.compile(
    r"计划|预计|预测|拟|环评|批复|核定|许可|设计|排放量|plan|expect|forecast|permitted|authori[sz]ed|prévu|geplant|previst"
    r"|計画|계획",
    re.IGNORECASE,
)
#: The whole works once a project is done, beside what is there, what the project adds and what it saves.
_WHOLE_WORKS = re.compile(r"全厂|(?:建成|扩建|改建|改扩建|技改|投产|项目实施|项目完成|工程)后")
_PART_OF_WORKS = re.compile(
    r"现有(?:工程|项目|厂区)?|本(?:项目|工程|期|次)|以新带老|(?:扩建|改建|改扩建|技改|建成|实施|投产)(?:前|项目|部分|工程)|在建|拟建|新增|增减量?|变化量"
)
#: What is measured in anything but so much of a waste: concentrations, temperatures, emissions.
_NO_AMOUNT = re.compile(
    r"[mμu]?g\s?/\s?(?:L|N?m3|N?m³|kg|dm3)\b|\bppm[v]?\b|℃|°C|\b[MkK]?Pa\b|CO2|GJ\s?/(?!\s?(?:a|y|年|月|h|d))|kcal|MJ\s?/|mS/|μS/",
    re.IGNORECASE,
)
#: The year before that of the table.
_BEFORE = re.compile(
    r"上一?年|去年|前一?年|last year|previous year|prior year|vorjahr|année précédente|전년|前年",
    re.IGNORECASE,
)
#: The two sides of a balance.
_COMES_OUT = re.compile(
    r"(?:产出|输出|出料|出方|支出|outputs?|ausstoß|sorties?|salidas?|saídas?|産出|산출)(?![a-z])",
    re.IGNORECASE,
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
#: Fields of sheets that list what firms give off.
_GIVEN_OFF = frozenset({"waste", "material", "supply"})
#: Fields that name what a row is of, and those whose amounts are of wastes.
_NAMING = frozenset(
    {"waste", "material", "waste_code", "waste_class", "name", "need", "component", "facility"}
)
_NAMES_OF_WASTES = frozenset({"waste", "material", "waste_code"})
_AMOUNTS_OF_WASTES = frozenset({"supply", "in_use", "disposal", "sent", "stock", "storage"})
#: What a column has come to since January.
_RUNNING_TOTAL = re.compile(r"累计|累積|cumulat|\bYTD\b|kumul|acumulad|lũy kế|누계", re.IGNORECASE)
#: What stands below 类别 that is a class of wastes and no waste.
_CLASS = re.compile(r"\d|类|一般|危险|危废|生活|其他|[ⅠⅡI]|hazard|class|category|inert", re.IGNORECASE)
#: Fields that say the same as another where that one has no column of its own.
_STAND_INS: Mapping[str, tuple[str, ...]] = {
    "waste": ("material",),
    "supply": ("quantity", "supply_low"),
}


def column_headers(table: Table, answers: Mapping[str, str]) -> dict[int, Header]:
    """Return what each header means by its own words and by the answers given before."""
    headers: dict[int, Header] = {}
    for at, levels in table.headers.items():
        header = read_header(levels)
        answer = answers.get(question_id("FIELD", shown(levels)), "")
        if answer in field_types():
            header = replace(header, field=answer, likeness=1.0, others=())
        elif answer == "none":
            header = replace(header, field="", likeness=0.0, others=())
        if not header.unit and at in table.units:
            header = replace(header, unit=table.units[at])
        sample = [cells[at] for _, cells in table.rows[:SAMPLE] if at < len(cells)]
        if header.field == "unit" and (_CHINESE.search(shown(levels)) or are_firms(sample)):
            header = unit_or_firm(header, sample)
        header = amounts_or_words(header, levels, sample)
        if (
            (header.likeness < 1.0 or header.unit)
            and header.field != "density"
            and _NO_AMOUNT.search(levels[-1])
            and _is_of_no_table(header)
        ):
            header = replace(header, field="figures", likeness=1.0, others=())
        headers[at] = header
    read_firms(table, headers)
    _read_running_totals(table, headers)
    _read_totals_of_months(table, headers)
    _read_kinds_as_names(table, headers)
    read_middle(table, headers)
    _set_plans_aside(table, headers)
    _set_dry_aside(headers)
    _set_parts_aside(table, headers)
    names = [at for at, header in headers.items() if header.field == "name"]
    for at in names:
        # A form's 名称 right after a facility's code is the facility's; the waste has another one.
        before = headers.get(at - 1)
        if len(names) > 1 and before is not None and before.field == "source_unit":
            headers[at] = replace(headers[at], field="source_unit_name")
    return headers


def kind_of(
    headers: Mapping[int, Header], words: Iterable[str], facts: Facts, sheet: str
) -> tuple[Kind | None, tuple[str, ...]]:
    """Return the kind of a table, and the kinds that come near it.

    Parameters
    ----------
    words : iterable of str
        The headers as they stand there.
    """
    fields = {header.field for header in headers.values() if header.likeness >= LEAST}
    # Chinese headers are of no European list unless a title says so.
    foreign = _CHINESE.search(" ".join(words)) and not re.search("EWC|欧洲", facts.words)
    points = [
        (_points(kind, fields, facts.words, sheet), kind)
        for kind in kinds()
        if not (foreign and kind.name == "ewc_register")
    ]
    found = sorted(
        ((score, titled, kind) for (score, titled), kind in points if score), key=lambda it: -it[0]
    )
    if not found:
        return None, ()
    best, titled, kind = found[0]
    needed = frozenset().union(*kind.needs) & fields
    # A kind that has no word for a column which the best one is told by is no rival.
    near = tuple(
        other.name
        for score, _, other in found[1:]
        if best - score < _MARGIN and not (needed - _own_fields(other) and kind.record)
    )
    return kind, () if titled else near


def columns_of(
    table: Table, headers: Mapping[int, Header], kind: Kind | None, answers: Mapping[str, str]
) -> tuple[Column, ...]:
    """Return the columns, general headers such as 名称 read as the kind of the table reads them."""
    types = field_types()
    fields = {at: header.field for at, header in headers.items()}
    given = {field for field in fields.values() if field}
    for at, header in headers.items():
        meant = kind.names.get(header.field, "") if kind else ""
        if meant and meant not in given:
            fields[at] = meant
            if types[meant] not in QUANTITIES:
                given.add(meant)
    taken = {
        (fields[at], headers[at].year, headers[at].month)
        for at in headers
        if answers.get(question_id("TWICE", shown(table.headers[at]))) == "second"
    }
    columns: list[Column] = []
    for at in sorted(headers):
        header, field = headers[at], fields[at]
        unsure = header.likeness < TAKEN
        text = shown(table.headers[at])
        second = answers.get(question_id("TWICE", text)) == "second"
        aside = not field or unsure or types[field] == "aside"
        own = (field, header.year, header.month)
        aside = aside or (own in taken and not second)
        if not aside:
            taken.add(own)
        columns.append(
            Column(
                at,
                text,
                field,
                header.unit,
                header.year,
                header.basis,
                header.likeness,
                aside,
                header.month,
                header.per,
            )
        )
    # Nobody has said which of two counts: neither is taken.
    waiting = {
        column.index
        for pair in doubled(table, columns)
        for column in pair
        if answers.get(question_id("TWICE", pair[1].header)) not in ("first", "second")
    }
    return tuple(replace(column, aside=column.aside or column.index in waiting) for column in columns)


def shown(levels: Sequence[str]) -> str:
    """Return a header's levels as one text.

    Examples
    --------
    >>> shown(("自行利用", "数量"))
    '自行利用/数量'
    """
    return "/".join(" ".join(level.split()) for level in levels)


def unit_doubted(answers: Mapping[str, str], file: str, header: str) -> str:
    """Return the unit that somebody gave for a column whose amounts were hard to believe; empty if nobody."""
    about = f"{file} {header}"
    found = (answers.get(question_id(doubt.of_unit, about), "") for doubt in Doubted)
    return next(filter(None, found), "")


def _points(kind: Kind, fields: set[str], words: str, sheet: str) -> tuple[float, bool]:
    """Return how much speaks for a kind, 0 if what it needs is not there; and whether a title names it."""
    reached = set(fields)
    if not fields & (_NAMING - {"waste_class"}) and fields & _AMOUNTS_OF_WASTES and "waste_class" in fields:
        # HW11 and an amount: nothing else says what it is.
        reached.add("waste_code")
    for field, others in _STAND_INS.items():
        if reached & set(others):
            reached.add(field)
    if not all(group & reached for group in kind.needs):
        return 0.0, False
    if kind.name == "products" and fields & _NAMING - {"facility"} | fields & {"enterprise"}:
        return 0.0, False
    if kind.name == "enterprises" and fields & _NAMES_OF_WASTES and fields & {"supply", "quantity"}:
        # A list of firms that says how much of a waste each gives off is one of wastes.
        return 0.0, False
    if kind.lists == "needs" and fields & _GIVEN_OFF - {field for group in kind.needs for field in group}:
        # A list that says what firms give off is one of wastes, whatever else they need.
        return 0.0, False
    plain, name = key_of(words), key_of(sheet)
    titles = [key_of(title) for title in kind.titles if title]
    named = [len(title) for title in titles if title == name or (len(title) > 2 and title in plain)]
    types = field_types()
    foreign = [field for field in fields - _own_fields(kind) if field and types[field] != "aside"]
    score = 1.5 * len(kind.needs) + len(kind.also & fields) - 0.3 * len(foreign)
    return max(score + (2.0 + 0.25 * max(named) if named else 0.0), 0.1), bool(named)


def _own_fields(kind: Kind) -> frozenset[str]:
    return frozenset().union(*kind.needs, kind.also, kind.names)


def _read_totals_of_months(table: Table, headers: dict[int, Header]) -> None:
    """Read 合计 beside columns of months as what they count, of the year."""
    months = {header.month for header in headers.values() if header.month}
    if len(months) < LEAST_MONTHS:
        return
    for at, header in headers.items():
        if header.likeness < TAKEN and is_total(table.headers[at][-1:]):
            counted = next(item.field for item in headers.values() if item.month)
            headers[at] = replace(header, field=counted, likeness=0.9, others=())


def _read_running_totals(table: Table, headers: dict[int, Header]) -> None:
    """Read 1-3月累计, 1-6月累计, ... as what the year came to by then: the last one counts."""
    ends: dict[int, int] = {}
    for at in headers:
        text = shown(table.headers[at])
        months = sorted(months_spanned(text))
        if months and months[0] == 1 and _RUNNING_TOTAL.search(text):
            ends[at] = months[-1]
    if len(set(ends.values())) < 2:
        return
    last = max(ends, key=lambda at: (ends[at], -at))
    for at in ends:
        field = headers[at].field if field_types().get(headers[at].field) == "amount" else "quantity"
        headers[at] = replace(
            headers[at], field=field if at == last else "planned", likeness=1.0, others=(), month=0
        )


def _set_dry_aside(headers: dict[int, Header]) -> None:
    """Set aside dry matter beside the same amount wet: wet is as it is shipped."""
    first: dict[tuple[str, int, int], int] = {}
    for at, header in headers.items():
        if field_types().get(header.field) != "amount" or header.likeness < TAKEN:
            continue
        other = first.setdefault((header.field, header.year, header.month), at)
        if {headers[other].basis, header.basis} in ({"wet", "dry"}, {"", "dry"}):
            dry = at if header.basis == "dry" else other
            _set_aside(headers, dry)
            first[header.field, header.year, header.month] = at if dry == other else other


def _read_kinds_as_names(table: Table, headers: dict[int, Header]) -> None:
    """Read 种类 beside amounts as the names of the wastes where no other column has them.

    So is 固废类别 where it holds names such as 高炉渣, not classes.
    """
    fields = {header.field for header in headers.values()}
    if fields & (_NAMING - {"waste_class"}) or not fields & _AMOUNTS_OF_WASTES:
        return
    for at, header in headers.items():
        names = [cells[at] for _, cells in table.rows[:SAMPLE] if at < len(cells) and cells[at] is not None]
        classes = sum(not isinstance(name, str) or _CLASS.search(name) is not None for name in names)
        named = header.field == "kind" or (header.field == "waste_class" and 2 * classes < len(names))
        if named and header.likeness >= TAKEN:
            headers[at] = replace(header, field="waste")
            return


def is_balance(table: Table) -> bool:
    """Whether a table has what goes in beside what comes out: most of both is no waste.

    Examples
    --------
    >>> [goes_in(text) for text in ("投入", "Inputs (t/a)", "Industry")]
    [True, True, False]
    """
    tops = [levels[0].strip() for levels in table.headers.values()]
    return any(map(goes_in, tops)) and any(map(_COMES_OUT.match, tops))


def _set_plans_aside(table: Table, headers: dict[int, Header]) -> None:
    """Set aside what goes in, and what is planned where another column says what came about."""
    for at in headers if is_balance(table) else ():
        if goes_in(table.headers[at][0]):
            _set_aside(headers, at)
    counted = {
        at
        for at, header in headers.items()
        if header.field in ("supply", "quantity") and header.likeness >= TAKEN
    }
    lesser = {at for at in counted if _PLANNED.search(shown(table.headers[at]))}
    whole = {at for at in counted if _WHOLE_WORKS.search(shown(table.headers[at]))}
    if whole:
        lesser |= {at for at in counted - whole if _PART_OF_WORKS.search(shown(table.headers[at]))}
    before = {at for at in counted if _BEFORE.search(shown(table.headers[at]))}
    before |= {at for at in counted if part_of_year(headers[at], table.headers[at])}
    lesser = lesser | before if lesser | before != counted else lesser
    for at in lesser if lesser != counted else ():
        _set_aside(headers, at)


def _set_parts_aside(table: Table, headers: dict[int, Header]) -> None:
    """Set aside what is a part of what another column says is in use: 其中：自行利用 after 综合利用量."""
    whole = {header.field for header in headers.values() if header.field == "in_use"}
    for at, header in headers.items():
        levels = table.headers[at]
        is_part = any(OF_WHICH.match(level) for level in levels)
        others = [other for other, item in headers.items() if other < at and item.field == "in_use"]
        if whole and is_part and header.field in USED and others:
            _set_aside(headers, at)


def _set_aside(headers: dict[int, Header], at: int) -> None:
    headers[at] = replace(headers[at], field="planned", likeness=1.0, others=())


def part_of_year(header: Header, levels: Sequence[str]) -> frozenset[int]:
    """Return the months of a column that is of a part of a year and of no month or quarter beside others."""
    months = frozenset[int]() if header.month else months_spanned(shown(levels))
    return months if months != WHOLE_YEAR else frozenset()


def _is_of_no_table(header: Header) -> bool:
    """Whether a column of concentrations belongs to no table of analyses, costs or shares."""
    return field_types().get(header.field, "amount") in ("amount", "text", "code", "aside")


def doubled(table: Table, columns: Sequence[Column]) -> list[tuple[Column, Column]]:
    """Return pairs of columns of one quantity and year that do not say the same: which counts is asked."""
    first: dict[tuple[str, int, int], Column] = {}
    pairs: list[tuple[Column, Column]] = []
    for column in columns:
        if field_types().get(column.field) in QUANTITIES and column.likeness >= TAKEN:
            before = first.setdefault((column.field, column.year, column.month), column)
            if before is not column and not _say_the_same(table, before, column):
                pairs.append((before, column))
    return pairs


def _say_the_same(table: Table, first: Column, second: Column) -> bool:
    """Whether two columns hold the same amounts, be it in two units: 12 万吨 beside 120,000 吨."""
    factors = [_factor(column.unit) for column in (first, second)]
    for _, cells in table.rows:
        one, other = (plain_number(cell_at(cells, column.index), ".") for column in (first, second))
        if one is None or other is None:
            if one is not other:
                return False
        elif not math.isclose(one * factors[0], other * factors[1], rel_tol=_ROUNDED, abs_tol=1e-12):
            return False
    return True


def _factor(unit: str) -> float:
    return float(found.factor) if unit and (found := unit_in(unit)) is not None else 1.0
