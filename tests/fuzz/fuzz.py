"""What nobody thought of: made-up questions and broken files, until the time is up."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from starlette.testclient import TestClient

from api.graphql.context import Context, Limits
from api.graphql.running.execution import Request, execute
from api.serving.app import create_app
from api.settings import Settings
from api.views.service import Service
from graph import model
from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.stores import open_store
from ingest.grids import Source, open_grids
from ingest.strict.reading import read
from tests.fuzz.pages import address, wrong_in
from tests.fuzz.questions import question
from tests.fuzz.sheets import import_of, odd_sheet

CASES = Path(__file__).parents[1] / "ingest" / "cases"
#: The longest that one file may take, seconds of processor time.
LONGEST = 30.0


@dataclass(slots=True)
class Found:
    """How much was tried, and what went wrong, each with the way to see it again."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)


def fuzz_questions(service: Service, seed: int, seconds: float, most: int | None = None) -> Found:
    """Ask made-up questions; an error without a code of ours, or an unexpected one, is wrong."""
    found, limits = Found(), Limits.of(Settings())
    view = service.view()
    kinds = (model.Park, model.Enterprise, model.Material, model.WasteStream, model.Facility, model.Linkage)
    ids = [str(row.id) for kind in kinds for row in view.all(kind)]
    for number in _until(seconds, most):
        text = question(random.Random(f"{seed}/{number}"), ids)
        found.tried += 1
        try:
            body = execute(Request(text), Context(service, limits)).body
        except Exception as error:
            found.wrong.append(f"{seed}/{number}: {type(error).__name__}: {error}: {text}")
            continue
        codes = [error["extensions"]["code"] for error in body.get("errors", ())]
        if "INTERNAL_ERROR" in codes or not all(codes):
            found.wrong.append(f"{seed}/{number}: {codes}: {text}")
    return found


def fuzz_files(seed: int, seconds: float, most: int | None = None) -> Found:
    """Read files with broken bytes, as foreign sheets and as strict tables; all but a refusal is wrong."""
    found = Found()
    samples = sorted(path for path in CASES.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        for number in _until(seconds, most):
            dice = random.Random(f"{seed}/{number}")
            sample = dice.choice(samples)
            data = _broken(dice, sample.read_bytes())
            path = Path(folder) / f"{dice.choice(('parks', 'enterprises', 'waste_streams'))}{sample.suffix}"
            path.write_bytes(data)
            found.tried += 1
            began = time.process_time()
            for name, attempt in (
                ("grids", lambda data=data, path=path: open_grids(Source(path.name, data))),
                ("strict", lambda path=path: read(path)),
            ):
                try:
                    attempt()
                except SymbioflowError:
                    pass
                except Exception as error:
                    found.wrong.append(
                        f"{seed}/{number}: {name} {sample.name}: {type(error).__name__}: {error}"
                    )
            if time.process_time() - began > LONGEST:
                found.wrong.append(f"{seed}/{number}: {sample.name} took {time.process_time() - began:.0f} s")
    return found


def fuzz_imports(known: Snapshot, seed: int, seconds: float, most: int | None = None) -> Found:
    """Work out what broken files and odd sheets would do to a store that holds `known`."""
    found = Found()
    samples = [Source(path.name, path.read_bytes()) for path in sorted(CASES.rglob("*")) if path.is_file()]
    for number in _until(seconds, most):
        dice = random.Random(f"{seed}/{number}")
        sample = dice.choice(samples)
        broken = dice.random() < 0.3
        source = Source(sample.name, _broken(dice, sample.data)) if broken else odd_sheet(dice, sample)
        found.tried += 1
        began = time.process_time()
        try:
            import_of(source, known)
        except SymbioflowError:
            pass
        except Exception as error:
            found.wrong.append(f"{seed}/{number}: {sample.name}: {type(error).__name__}: {error}")
        if time.process_time() - began > LONGEST:
            found.wrong.append(f"{seed}/{number}: {sample.name} took {time.process_time() - began:.0f} s")
    return found


def fuzz_pages(url: str, seed: int, seconds: float, most: int | None = None) -> Found:
    """Open hand-edited addresses of a store's pages; a server's error or a refusal without words is wrong."""
    found = Found()
    app = create_app(Settings(store=url, warm=False, language="zh"))
    with closing(open_store(url)) as store:
        ids = [*store.read().strings("enterprises", "id"), *store.read().strings("materials", "id")[:20]]
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        for number in _until(seconds, most):
            dice = random.Random(f"{seed}/{number}")
            asked, language = address(dice, [str(id) for id in ids]), dice.choice(("zh", "en"))
            headers = {"Accept": "text/html", "Accept-Language": language}
            found.tried += 1
            answer = client.get(asked, headers=headers)
            told = re.findall(r"[?&]language=(zh|en)(?=&|$)", asked)
            wrong = wrong_in(answer, told[-1] if told else language)
            if wrong:
                found.wrong.append(f"{seed}/{number}: {wrong}: {asked[:400]}")
    return found


def _broken(dice: random.Random, data: bytes) -> bytes:
    """Return bytes with a few changed, cut off, doubled or put in."""
    broken = bytearray(data)
    for _ in range(dice.randint(0, 8)):
        at = dice.randrange(len(broken) + 1)
        what = dice.randrange(4)
        if what == 0 and at < len(broken):
            broken[at] = dice.randrange(256)
        elif what == 1:
            broken[at:at] = dice.randbytes(dice.randint(1, 20))
        elif what == 2:
            del broken[at : at + dice.randint(1, 50)]
        else:
            broken[at:at] = broken[at : at + dice.randint(1, 500)]
    return bytes(broken)


def _until(seconds: float, most: int | None) -> Iterator[int]:
    ends, number = time.monotonic() + seconds, 0
    while time.monotonic() < ends and (most is None or number < most):
        yield number
        number += 1
