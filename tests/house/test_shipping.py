"""What is shipped runs where it lands: the image's own steps in a plain folder, without its container.

The step that fetches dependencies is left out, for it needs the network: those of this environment are lent.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.house.test_house import ROOT

DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker" / "compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Chinese name with an environment into which the image's steps installed the project."""
    folder = tmp_path_factory.mktemp("园区 一号")
    source, environment = folder / "src", folder / "opt"
    source.mkdir()
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for name in line.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, source / name)
    run([sys.executable, "-m", "venv", str(environment)], folder)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (install,) = re.findall(r"^RUN (pip install .* \.)$", DOCKERFILE, re.MULTILINE)
    run([str(environment / "bin" / "python"), "-m", *shlex.split(install), "--no-index"], source)
    shutil.rmtree(source)
    return folder


def run(command: list[str], folder: Path, **environment: str) -> str:
    """Standard output of a command that must succeed, under the poorest of locales."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "LC_ALL": "C", **environment},
        capture_output=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


def of_image(landed: Path) -> dict[str, str]:
    """The image's own environment, its data folder being one here."""
    (block,) = re.findall(r"^ENV PATH=.*\\\n(?:.*\\\n)*.*$", DOCKERFILE, re.MULTILINE)
    pairs = re.findall(r"(\w+)=(\S+)", block)
    data = landed / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    return {name: value.replace("/data", str(data)) for name, value in pairs if name != "PATH"}


def test_everything_that_is_no_test_is_in_the_wheel(landed: Path) -> None:
    """Words, templates, styles, scripts, documents and tables stand beside the code that reads them."""
    (packages,) = (landed / "opt").glob("lib/python*/site-packages")
    rooms = ("api", "graph", "ingest", "viz", "seed_data")
    listed = subprocess.run(
        ["git", "ls-files", "-z", *rooms], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    ).stdout.split("\0")
    files = [name for name in listed if name] or [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {Path(name).suffix for name in files} >= {
        ".py",
        ".csv",
        ".html",
        ".css",
        ".js",
        ".graphql",
        ".json",
    }
    assert [name for name in files if not (packages / name).is_file()] == []


def test_it_runs_in_a_folder_with_chinese_characters_under_the_c_locale(landed: Path) -> None:
    program = str(landed / "opt" / "bin" / "symbioflow")
    where = run(
        [str(landed / "opt" / "bin" / "python"), "-c", "import api, seed_data; print(api.__file__)"], landed
    )
    assert where.startswith(str(landed / "opt"))
    store = f"sqlite:///{landed}/库.db"
    (seed,) = (landed / "opt").glob("lib/python*/site-packages/seed_data")
    run([program, "ingest", str(seed), "--store", store], landed)
    assert (landed / "库.db").exists()
    found = run([program, "search", "磷石膏", "--store", store, "--language", "zh", "--json"], landed)
    assert "phosphogypsum" in found


@contextmanager
def served(landed: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The image's command with the image's environment, on a free port of this computer."""
    environment = {**of_image(landed), "SYMBIOFLOW_HOST": "127.0.0.1", "SYMBIOFLOW_PORT": "0", "LC_ALL": "C"}
    with (
        (landed / "journal.jsonl").open("w") as journal,
        subprocess.Popen(
            [str(landed / "opt" / "bin" / "symbioflow"), "serve"],
            cwd=landed / "data",
            env={"PATH": os.environ["PATH"], **environment},
            stdout=subprocess.PIPE,
            stderr=journal,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip().rstrip("/")
        finally:
            process.kill()


def get(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60.0) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return int(refused.code)


def of_session(leader: int) -> str:
    """The processes of a session, by their numbers."""
    command = ["ps", "-o", "pid=", "-s", str(leader)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_it_serves_says_when_it_is_ready_and_stops_gracefully(landed: Path) -> None:
    """A request under way at the stop is answered, the exit is clean, and no process is left."""
    with served(landed) as (process, address):
        assert get(f"{address}/livez") == 200
        deadline = time.monotonic() + 200.0
        while get(f"{address}/readyz") == 503 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert get(f"{address}/readyz") == 200
        answers: list[object] = []

        def ask() -> None:
            body = json.dumps({"query": "{ planUncertainty(draws: 100) { draws } }"}).encode()
            request = urllib.request.Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=100.0) as answer:
                answers.append(json.load(answer))

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60.0) in (0, -signal.SIGTERM)
        asking.join(10.0)
        assert answers, "the request under way was not answered"
    deadline = time.monotonic() + 20.0
    while of_session(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert of_session(process.pid) == ""
    written = (landed / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    lines = [json.loads(line) for line in written if line.startswith("{")]
    assert {line["path"] for line in lines if line["kind"] == "access"} >= {"/livez", "/readyz", "/graphql"}


def test_each_service_has_no_more_than_it_needs() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"]
        assert service["mem_limit"]
        assert service["pids_limit"]
        assert service["stop_grace_period"]
        assert service["secrets"] == ["neo4j_auth"]
        assert not [key for key in service["environment"] if "PASSWORD" in key]
        assert "privileged" not in service
    ours = COMPOSE["services"]["symbioflow"]
    assert ours["read_only"] is True
    assert "cap_add" not in ours
    assert [mount.split(":")[0] for mount in ours["tmpfs"]] == ["/tmp"]
    # The stop of the server itself must fit into the container's.
    assert int(ours["stop_grace_period"].removesuffix("s")) > 10


def test_the_password_comes_from_one_file_that_is_never_committed() -> None:
    secret = COMPOSE["secrets"]["neo4j_auth"]["file"]
    assert COMPOSE["services"]["neo4j"]["environment"]["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j_auth"
    assert (
        COMPOSE["services"]["symbioflow"]["environment"]["SYMBIOFLOW_STORE_AUTH_FILE"]
        == "/run/secrets/neo4j_auth"
    )
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"docker/{Path(secret).parent}/" in ignored
    allowed = (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert not any(line.startswith("!docker") for line in allowed)


def test_images_can_be_named_by_their_digest() -> None:
    assert COMPOSE["services"]["neo4j"]["image"] == "${NEO4J_IMAGE:-neo4j:5.26-community}"
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${PYTHON_IMAGE}", "${PYTHON_IMAGE}"]


def test_the_hosted_run_calls_the_script_that_runs_anywhere() -> None:
    (job,) = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))[
        "jobs"
    ].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
