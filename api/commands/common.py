"""What every command needs: the store it was told, a language, and where words and results go.

Results go to standard output, words and progress to standard error; with ``--json`` standard output is
exactly one JSON document, made by a GraphQL document of `api/documents` so that its names are the schema's.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer
from rich.console import Console
from rich.table import Table

from api.language import LANGUAGE
from api.settings import Settings, read_settings
from graph import model
from graph.errors import SymbioflowError
from graph.knowledge import Why
from graph.stores import Store, open_store
from graph.wording import Message, Words, names_of

if TYPE_CHECKING:
    from api.views import Service, View

#: Parts of a document that are written together.
_JOINED = 65_536

#: Columns of a result that goes to a file or a pipe.
PIPE_WIDTH = 120

#: What a title or the head of a column is: in both languages, by the catalogue, or as it stands.
Head: TypeAlias = tuple[str, str] | Words | Message | str

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", help="sqlite:///file.db or neo4j://host:7687; else SYMBIOFLOW_STORE.", metavar="URL"
    ),
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="zh or en; else by the locale.", metavar="zh|en")
]
ParkOption = Annotated[str | None, typer.Option("--park", help="Only this park and its areas.")]
ScenarioOption = Annotated[str | None, typer.Option("--scenario", help="As this scenario has it.")]
DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help="Day on which facilities must run and standards and rules be in force.",
        metavar="YYYY-MM-DD",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document with the names of the GraphQL schema.")
]


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command.

    Attributes
    ----------
    out, words : Console
        Standard output for results, standard error for all else.
    """

    settings: Settings
    out: Console
    words: Console

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self.settings.language

    def say(self, zh: str, en: str) -> str:
        """Return the text in the language of this run."""
        return zh if self.language == "zh" else en

    def clauses(self, items: Iterable[str]) -> str:
        """Return items that may have commas of their own one after the other."""
        return self.say("；", "; ").join(items)

    def read(self, said: Words | Message) -> str:
        """Return what the catalogue says in the language of this run."""
        return said.text(self.language)

    def name(self, entity: Any) -> str:
        """Return an object's name in the language of this run."""
        return names_of(entity).text(self.language)

    def named(self, view: View, entity: type[object], id: str) -> str:
        """Return what an object is called in the language of this run; its id where there is none."""
        return self.read(view.named(entity, id))

    def tell(self, zh: str, en: str) -> None:
        """Say something that is not a result."""
        self.words.print(self.say(zh, en), highlight=False)


def session(store: str | None = None, language: str | None = None) -> Session:
    """Return the run's session; ``BAD_SETTING`` for a value that cannot be used."""
    settings = read_settings(store=store, language=language)
    LANGUAGE.set(settings.language)
    out = Console(highlight=False, soft_wrap=False)
    if not out.is_terminal:
        out = Console(highlight=False, width=PIPE_WIDTH)
    return Session(settings, out, Console(stderr=True))


@contextmanager
def opened(settings: Settings, url: str | None = None) -> Iterator[Store]:
    """Open a store to write to and close it at the end; its schema and the library are there."""
    with opened_bare(settings, url) as store:
        # Who only reads a store need not wait for what reads files.
        from ingest import ensure_library, now

        ensure_library(store, now())
        yield store


@contextmanager
def opened_bare(settings: Settings, url: str | None = None) -> Iterator[Store]:
    """Open a store to write to, its schema made; for what brings all else in one transaction."""
    with connected(settings, url) as store:
        if store.schema_version():
            store.version()  # refuses an older schema, which only `migrate` changes
        else:
            store.ensure_schema()
        yield store


@contextmanager
def opened_to_read(settings: Settings, url: str | None = None) -> Iterator[Store]:
    """Open a store that must hold a park; ``EMPTY_STORE`` if nothing was ever loaded, and nothing is made."""
    with connected(settings, url) as store:
        # The version refuses a store of another schema: only `migrate` changes that.
        if not store.schema_version() or not store.version():
            raise SymbioflowError("EMPTY_STORE", url=store.url)
        yield store


@contextmanager
def served(settings: Settings) -> Iterator[Service]:
    """Open a store that must hold a park, to answer from it; see `opened_to_read`."""
    from api.views import Service

    with opened_to_read(settings) as store:
        yield Service(store)


@contextmanager
def connected(settings: Settings, url: str | None = None) -> Iterator[Store]:
    """Open a store as it is, or is not there yet, and close it at the end."""
    password = settings.store_password.get_secret_value() or None
    store = open_store(
        url or settings.store,
        settings.store_user if password else None,
        password,
        settings.store_database,
    )
    try:
        yield store
    finally:
        store.close()


def print_json(document: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output."""
    # Written as it is encoded: the parts of a document of 50,000 wastes take 440 MB more together.
    parts = json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(document)
    while some := "".join(itertools.islice(parts, _JOINED)):
        sys.stdout.write(some)
    sys.stdout.write("\n")
    # Now, so that a reader who has gone is noticed inside the command.
    sys.stdout.flush()


def headed(run: Session, title: Head | None, *columns: Sequence[Head]) -> Table:
    """Return an empty table.

    Parameters
    ----------
    title : tuple of str, Words, Message, str or None
        None: a list without title and frame.
    columns : sequence of the same
        Heads by turns of words, which stand at the left, and of numbers, at the right.
    """

    def said(head: Head) -> str:
        if isinstance(head, str):
            return head
        return run.say(*head) if isinstance(head, tuple) else run.read(head)

    table = Table(box=None) if title is None else Table(title=said(title), title_justify="left")
    for place, heads in enumerate(columns):
        for head in heads:
            table.add_column(said(head), justify="right" if place % 2 else "left")
    return table


def day_of(given: datetime | None) -> date | None:
    """Return the day of an option, which typer reads as a time."""
    return None if given is None else given.date()


def day_asked(day: date | None) -> str | None:
    """Return a day as a variable of one of the program's own documents."""
    return None if day is None else day.isoformat()


def material_of(run: Session, view: View, text: str) -> str:
    """Return the id of the material meant by an id, a name or a code; what was read is said.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_MATERIAL``, or ``UNCLEAR_MATERIAL`` with up to three that may be meant.
    """
    reading = view.reader().material(text)
    meant = reading.taken("material")
    if reading.candidates[0].why not in (Why.ID, Why.NAME):
        name = run.name(view.get(model.Material, meant))
        run.tell(f"“{text}”理解为：{name}", f"{text!r} is read as: {name}")
    return meant
