"""The library that every store has: which one it is, and its update with what that does to suggestions."""

from __future__ import annotations

import typer

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    opened,
    opened_to_read,
    print_json,
    session,
)
from api.commands.loading.loads import tell_changes, tell_load
from api.views import Service, View
from graph import model
from graph.matching import MatchOptions, Suggestion, Suggestions, suggest
from graph.matching import changes as changes_between
from graph.vocabulary import StreamId
from ingest import RowChanges, library_changes, library_load, now, shipped_version, update_library

library = typer.Typer(no_args_is_help=True)

#: Suggestions of each stream that are compared, and of how many streams: a large park is told by its first.
_FIRST = 3
_MOST_STREAMS = 2000
#: The most suggestions that are named of those that come, and of those that go.
_NAMED = 5


@library.command()
def status(store: StoreOption = None, language: LanguageOption = None, as_json: JsonOption = False) -> None:
    """Say which library the store holds, and what an update would change."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        held = library_load(source)
        version = "" if held is None else held.source
        newest = version == shipped_version()
        changes = RowChanges((), (), ()) if newest else library_changes(source)
    if as_json:
        counts = {"new": len(changes.new), "changed": changes.changed_rows, "gone": len(changes.gone)}
        print_json({"library": {"version": version, "shipped": shipped_version(), **counts}})
        return
    run.out.print(
        run.say(
            f"库内知识库版本 {version or '无'}，程序自带版本 {shipped_version()}",
            f"library of the store: {version or 'none'}; shipped with the program: {shipped_version()}",
        )
    )
    if not newest:
        tell_changes(run, changes)


@library.command()
def update(store: StoreOption = None, language: LanguageOption = None) -> None:
    """Bring the store's library to the shipped one; rows of parks stay as they are."""
    run = session(store, language)
    with opened(run.settings) as target:
        changes = library_changes(target)
        if not (changes.new or changes.changed or changes.gone):
            run.out.print(run.say("知识库已是最新", "the library is up to date"))
            return
        before = Service(target).view()
        suggested_before = _suggested(before)
        made = update_library(target, now())
        after = Service(target).view()
        suggested_after = _suggested(after)
    tell_changes(run, changes)
    tell_load(run, made)
    _tell_suggestions(run, before, suggested_before, after, suggested_after)


def _suggested(view: View) -> Suggestions:
    """Return the first suggestions of the park's streams, of a large one those that come first by id."""
    streams = tuple(StreamId(id_) for id_ in view.snapshot.strings("waste_streams", "id")[:_MOST_STREAMS])
    options = MatchOptions(top=_FIRST, streams=streams)
    return suggest(view.snapshot, options) if streams else Suggestions("", (), (), ())


def _tell_suggestions(run: Session, before: View, old: Suggestions, after: View, new: Suggestions) -> None:
    """Say how many suggestions come, go and change, the first of them by name."""
    count = after.snapshot.count("waste_streams")
    if not count:
        return
    found = changes_between(old, new)
    run.out.print(
        run.say(
            f"各废物的前 {_FIRST} 条建议：新增 {len(found.appeared)}，消失 {len(found.vanished)}，"
            f"名次或得分变化 {len(found.moved)}",
            f"of the first {_FIRST} suggestions of each waste: {len(found.appeared)} come, "
            f"{len(found.vanished)} go, {len(found.moved)} change their rank or score",
        )
    )
    if count > _MOST_STREAMS:
        run.out.print(
            run.say(
                f"  只比较了 {count} 股废物中的前 {_MOST_STREAMS} 股",
                f"  compared for the first {_MOST_STREAMS} of {count} wastes only",
            )
        )
    for view, ids, items, sign in ((after, found.appeared, new, "+"), (before, found.vanished, old, "-")):
        by_id = {item.id: item for item in items.items}
        for id_ in ids[:_NAMED]:
            run.out.print(f"  {sign} {_named(run, view, by_id[id_])}", markup=False)


def _named(run: Session, view: View, item: Suggestion) -> str:
    giver, taker = (model.WasteStream, item.stream), (model.Facility, item.facility)
    return f"{run.named(view, *giver)} → {run.named(view, *taker)} ({item.score:.2f})"
