"""Coded columns of a sheet in the library's spelling: licences, classes of wastes, industries.

Every usual spelling is read (``hw 31``, ``HW31,HW49``, ``13 02 05*``, ``C3120``, a zero lost);
what is no code of its list, or an industry that no table holds, is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph.errors import Problem, SymbioflowError
from graph.knowledge import CodeScheme, known_codes, read_codes
from graph.snapshot import Snapshot
from graph.wording import Message, message
from ingest.strict.parts import Part

#: Table and column -> whose codes stand there; several in one cell where the column holds lists.
CODED: dict[tuple[str, str], CodeScheme] = {
    ("enterprises", "licences"): CodeScheme.HW,
    ("directed_uses", "hw_codes"): CodeScheme.HW,
    ("enterprises", "gbt4754"): CodeScheme.GBT4754,
    ("enterprises", "isic"): CodeScheme.ISIC,
    ("enterprises", "nace"): CodeScheme.NACE,
    ("materials", "ewc_codes"): CodeScheme.EWC,
    ("materials", "sw_codes"): CodeScheme.SW,
    ("materials", "hw_codes"): CodeScheme.HW,
    ("transfer_rules", "hw_codes"): CodeScheme.HW,
}
_INDUSTRIES = (CodeScheme.GBT4754, CodeScheme.ISIC, CodeScheme.NACE)


def canonical_codes(parts: Sequence[Part], before: Snapshot, problems: list[Problem]) -> None:
    """Put the library's spelling where codes stand; what is none is a problem of its cell.

    Industries are looked up in the table of industries where there is one; an item of a waste list says its
    class by its structure, so that one which no table holds is read all the same.
    """
    tables: dict[CodeScheme, Collection[str] | None] = {}
    for part in parts:
        for column in part.table.columns:
            scheme = CODED.get((part.table.name, column.name))
            if scheme is None or column.name not in part.headings:
                continue
            if scheme not in tables:
                tables[scheme] = _known(scheme, parts, before) or None
            values = list(part.values[column.name])
            for position, value in enumerate(values):
                several = isinstance(value, list)
                try:
                    found = [code.code for code in read_codes(_cell(value), scheme, tables[scheme])]
                    if not several and len(found) > 1:
                        raise SymbioflowError("BAD_CODE.several", given=str(value))
                except SymbioflowError as error:
                    expected = _expected_of(error)
                    problems.append(part.problem(position, column.name, error.code, _cell(value), expected))
                    part.refused.add((position, column.name))
                    continue
                values[position] = found if several else "".join(found) or value
            part.values[column.name] = values


def _expected_of(error: SymbioflowError) -> Message:
    """Return what the reader of codes expected; one code where the cell holds several."""
    arguments = dict(error.said.arguments) if isinstance(error.said, Message) else {}
    expected: Message = arguments.get("expected", message("expected.code_one"))
    return expected


def _cell(value: str | list[str] | None) -> str:
    return ";".join(value) if isinstance(value, list) else value or ""


def _known(scheme: CodeScheme, parts: Iterable[Part], before: Snapshot) -> Collection[str]:
    """Return the classes of industries that the store or the files themselves hold; nothing for wastes."""
    if scheme not in _INDUSTRIES:
        return ()
    known = set(known_codes(before, scheme))
    for part in parts:
        if part.table.name == "industries":
            values = part.values
            rows = zip(values["scheme"], values["code"], values["isic"], strict=True)
            known |= {
                isic if scheme is CodeScheme.ISIC else code
                for of, code, isic in rows
                if scheme in (of, "isic")
            }
    return known - {""}
