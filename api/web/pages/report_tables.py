"""The tables of a report: each cell as it is read on paper, and as a workbook holds it."""

from __future__ import annotations

from dataclasses import dataclass

from api.web.rendering import amount_words
from graph.units import show_share
from graph.wording import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    shown : str
        As it is read.
    value : str, float or None
        As a workbook holds it.
    form : str
        How a workbook writes a number; empty for text.
    """

    shown: str
    value: str | float | None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: sentences and a table."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sentences: tuple[str, ...] = ()


def text(said: Words | str, language: str) -> Cell:
    """Return a cell of words."""
    words = said if isinstance(said, str) else said.text(language)
    return Cell(words, words)


def amount(value: float | None, unit: str, language: str) -> Cell:
    """Return an amount per year; a workbook keeps the number and shows its unit.

    Examples
    --------
    >>> amount(472_500.0, "t", "en")
    Cell(shown='472.5 kt/yr', value=472500.0, form='#,##0 "t/yr"')
    """
    return Cell(amount_words(value, unit, language), value, f'#,##0 "{unit}/yr"')


def share(value: float | None, language: str) -> Cell:
    """Return a share of a whole.

    Examples
    --------
    >>> share(0.802, "zh")
    Cell(shown='80.2%', value=0.802, form='0.0%')
    """
    return Cell(show_share(value, language), value, "0.0%")


def figure(value: float | None, digits: int, otherwise: str = "", unit: str = "") -> Cell:
    """Return any other number, with its unit if it has one; `otherwise` where it is not known.

    Examples
    --------
    >>> figure(2.25, 1, unit="CNY/t").shown, figure(None, 1, "unknown").shown
    ('2.2 CNY/t', 'unknown')
    """
    if value is None:
        return Cell(otherwise, otherwise)
    after = f" {unit}" if unit else ""
    form = "#,##0" + ("." + "0" * digits if digits else "")
    return Cell(f"{value:,.{digits}f}{after}", value, f'{form}"{after}"' if after else form)


def count(value: int) -> Cell:
    """Return a count."""
    return figure(value, 0)
