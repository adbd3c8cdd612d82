"""What a brief is made of, and how its amounts and questions are written; no section is written here.

A brief is read outside the park, so a stream shows as its sharing level allows: public as it is, shared
within the park as a band, its owner's alone neither amount nor name. What nobody knows is asked, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from graph import model
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.units import show_amount, show_money, show_share, significant, unit_words
from graph.vocabulary import EnterpriseId, FacilityId, MaterialId, Sharing, StreamId, TechnologyId, Unit
from graph.wording import Message, Words, message, names_or_id, with_ends

Value = TypeVar("Value")

#: kg CO2e of the plan are read in tonnes.
KG_PER_TONNE = 1000.0
#: How much of a text stands in a cell before it is cut.
_LONGEST = 120
#: Ends of the bands in which a shared amount shows, times a power of ten.
_BAND_ENDS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class BriefTable:
    """A table of a section: its head (empty where the first column names the rows) and its rows.

    Attributes
    ----------
    head : tuple of str
        Its head; empty where the first column names the rows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BriefSection:
    """A part of a brief.

    Attributes
    ----------
    key : str
        gap, project, targets, economics, factors, admission, worth, market or next, in this order.
    title : str
        What it is called.
    sentences : tuple of str
    tables : tuple of BriefTable
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[BriefTable, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What an investment office takes to a first talk about one lead: nine sections on two pages.

    Attributes
    ----------
    language : str
        zh or en.
    title : str
        What it is about.
    summary : str
        The lead in one sentence.
    sections : tuple of BriefSection
    notes : tuple of str
        How to read it.
    questions : int
        How many of its figures are questions, because nobody knows them.
    fingerprint : str
        The snapshot that it was written from.
    """

    language: str
    title: str
    summary: str
    sections: tuple[BriefSection, ...]
    notes: tuple[str, ...]
    questions: int
    fingerprint: str


def band(amount: float) -> tuple[float, float]:
    """Return the band that an amount lies in, its ends being 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> band(2_850_000.0), band(100.0)
    ((2000000.0, 5000000.0), (100.0, 200.0))
    """
    power = 10.0 ** (len(str(int(amount))) - 1) if amount >= 1.0 else 0.1
    for least, most in pairwise(_BAND_ENDS):
        if amount < most * power:
            return least * power, most * power
    return 10.0 * power, 20.0 * power


@dataclass
class Writer:
    """Writes names, amounts and questions of one graph in one language; counts the questions."""

    snapshot: Snapshot
    language: str
    asked: int = field(default=0)

    def say(self, said: Message | Words) -> str:
        """Return a text in the brief's language."""
        return said.text(self.language)

    def sentence(self, key: str, **arguments: object) -> str:
        """Return a sentence of the catalogue."""
        return self.say(message(key, **arguments))

    def question(self, key: str, **arguments: object) -> str:
        """Return a question of the catalogue, as `ask` does."""
        return self.ask(message(key, **arguments))

    def known(self, value: Value | None, show: Callable[[Value], str], question: str) -> str:
        """Return a figure as it is shown, and the question of a key where nobody knows it."""
        return self.question(question) if value is None else show(value)

    def table(self, head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> BriefTable:
        """Return a table under titles, each by what stands behind ``brief.head.`` in its key."""
        return BriefTable(tuple(self.sentence(f"brief.head.{title}") for title in head), tuple(rows))

    def facts(self, rows: Mapping[str, str]) -> BriefTable:
        """Return a table without a head: the sentence of each key, and what is said beside it."""
        return BriefTable((), tuple((self.sentence(key), said) for key, said in rows.items()))

    def section(self, key: str, tables: Iterable[BriefTable], sentences: Iterable[str] = ()) -> BriefSection:
        """Return a part of the brief; its title is the sentence of its key."""
        title = self.sentence(key)
        return BriefSection(key.removeprefix("brief."), title, tuple(sentences), tuple(tables))

    def ask(self, question: Message | Words | str) -> str:
        """Return a question in place of a figure that nobody knows."""
        self.asked += 1
        asked = question if isinstance(question, str) else self.say(question)
        return f"？{asked}" if self.language == "zh" else f"? {asked}"

    def name(self, entity: type[Any], id: str | None) -> str:
        """Return what a row is called; the id where there is no such row."""
        return self.say(names_or_id(self.snapshot.by_id(entity).get(str(id)), str(id)))

    def material(self, id: MaterialId) -> str:
        """Return what a material is called."""
        return self.name(model.Material, id)

    def technology(self, id: TechnologyId) -> str:
        """Return what a technology is called."""
        return self.name(model.Technology, id)

    def firm(self, id: EnterpriseId) -> str:
        """Return what an enterprise is called."""
        return self.name(model.Enterprise, id)

    def amount(self, value: float, unit: Unit | str, yearly: bool = True) -> str:
        """Return an amount to three digits."""
        return show_amount(significant(value), f"{unit}/yr" if yearly else str(unit), self.language)

    def amounts(self, values: Range, unit: Unit | str) -> str:
        """Return a range of a year: likely, and its ends where they differ."""
        low, high = (self.amount(end, unit, False) for end in (values.low, values.high))
        return with_ends(low, self.amount(values.likely, unit), high)

    def money(self, value: float) -> str:
        """Return CNY to three digits."""
        return show_money(significant(value), self.language)

    def monies(self, values: Range) -> str:
        """Return a range of CNY: likely, and its ends where they differ."""
        return with_ends(*(self.money(end) for end in (values.low, values.likely, values.high)))

    def prices(self, values: Range, unit: Unit | str) -> str:
        """Return a range of CNY per unit."""
        ends = (f"{significant(end) + 0.0:,g}" for end in (values.low, values.likely, values.high))
        return self.per(with_ends(*ends), unit)

    def per(self, text: str, unit: Unit | str) -> str:
        """Return a price with what it is paid for."""
        return self.sentence("brief.per", amount=text, unit=Words(unit_words(str(unit)), str(unit)))

    def share(self, value: float) -> str:
        """Return a fraction as per cent."""
        return show_share(value, self.language)

    def listed(self, items: Sequence[str]) -> str:
        """Return items one after the other."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def clauses(self, items: Sequence[str]) -> str:
        """Return items that have commas of their own one after the other."""
        return ("；" if self.language == "zh" else "; ").join(items)

    def short(self, text: str) -> str:
        """Return a text cut to what a cell holds."""
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def shared(self, source: StreamId | FacilityId, values: Range, unit: Unit) -> str:
        """Return an amount of a stream, or of a facility's output, as its sharing level allows."""
        sharing = self._sharing(source)
        if sharing is Sharing.PUBLIC:
            return self.amounts(values, unit)
        if sharing is Sharing.OWNER:
            return self.question("brief.ask.owner")
        low, high = (self.amount(end, unit) for end in band(values.likely))
        return self.sentence("brief.band", low=low, high=high)

    def _sharing(self, source: StreamId | FacilityId) -> Sharing:
        row = self.snapshot.by_id(model.WasteStream).get(source) or self.snapshot.by_id(model.Facility).get(
            source
        )
        return Sharing.OWNER if row is None else row.sharing

    def donor(self, source: StreamId | FacilityId, enterprise: EnterpriseId) -> str:
        """Return who brings something, as its sharing level allows."""
        if self._sharing(source) is Sharing.OWNER:
            firm = self.snapshot.by_id(model.Enterprise)[enterprise]
            return self.sentence("brief.somebody", area=self.name(model.Park, firm.park))
        return self.firm(enterprise)
