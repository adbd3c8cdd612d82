"""Command that gives a park its outline from a GeoJSON file, for the map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import JsonOption, LanguageOption, StoreOption, opened, print_json, session
from api.commands.loading.loads import load_document, tell_load
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.wording import message
from ingest.outlines import keep_outline, outline_text, read_outline, remove_outline
from ingest.positions import Datum


def outline(
    path: Annotated[
        Path | None, typer.Argument(help="GeoJSON file with a Polygon or MultiPolygon in degrees.")
    ] = None,
    coordinates: Annotated[
        Datum | None,
        typer.Option(help="What the file's coordinates refer to: gcj02 where they come from a Chinese map."),
    ] = None,
    park: Annotated[
        str | None, typer.Option(help="Id of the park or area; by default the only park.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what was understood and keep nothing.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the outline of the park away.")] = False,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow outline``."""
    run = session(store, language)
    if remove != (path is None):
        raise SymbioflowError("OUTLINE_ASKED", exit_code=EXIT_USAGE)
    with opened(run.settings) as target:
        if path is None:
            tell_load(run, remove_outline(target, park))
            return
        if coordinates is None:
            raise SymbioflowError("OUTLINE_ASKED.datum", exit_code=EXIT_USAGE)
        if not path.is_file():
            raise SymbioflowError("OUTLINE_NO_FILE", file=path.name)
        text = path.read_bytes()
        if check:
            found, made = read_outline(text, park, coordinates, target.read()), None
        else:
            made, found = keep_outline(target, text, park, coordinates, path.name)
    if as_json:
        shown = {"park": found.park, "middle": found.middle, "geojson": outline_text(found.rings)}
        print_json({"outline": shown, "load": None if made is None else load_document(made)})
        return
    lat, lon = found.middle
    said = message(
        "outline.read",
        park=found.park,
        rings=len(found.rings),
        corners=sum(len(ring.lons) for ring in found.rings),
        middle=f"{lat:.4f}, {lon:.4f}",
        away=message("outline.nowhere")
        if found.distance_km is None
        else message("outline.away", km=found.distance_km),
    )
    run.out.print(run.read(said))
    if made is not None:
        tell_load(run, made)
