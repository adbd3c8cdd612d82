"""The rules of the house itself: imports go one way, papers are true, nothing names a machine or a server."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "graph", "ingest", "viz")
LOCKS = ("requirements.lock", "requirements-dev.lock")
#: Parts of the names of package servers; joined here so that this file names none.
SERVERS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("registry", "npmjs", "org"),
        ("maven", "org"),
        ("maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("anaconda", "org"),
    )
)
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:work|root|Users|home/\w+)/")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def project_files() -> list[Path]:
    """Return the files under version control, and those that would be added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    return sorted({path for path in paths if path.is_file()})


def text_files() -> Iterator[tuple[str, str]]:
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content:
            # The files of parks in tests/ingest/cases are in whatever encoding their owners use.
            yield str(path.relative_to(ROOT)), content.decode("utf-8", errors="replace")


def copied_house(folder: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    contract = folder / "tests" / "house" / "doors.py"
    contract.parent.mkdir(parents=True)
    shutil.copy(ROOT / contract.relative_to(folder), contract)
    return folder


def import_contracts(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, timeout=120)


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements}


def test_imports_go_one_way_and_one_planted_against_the_direction_is_refused(tmp_path: Path) -> None:
    house = copied_house(tmp_path)
    kept = import_contracts(house)
    assert kept.returncode == 0, kept.stdout + kept.stderr
    with (house / "graph" / "units.py").open("a", encoding="utf-8") as file:
        file.write("\nimport viz\n")
    broken = import_contracts(house)
    assert broken.returncode == 1
    assert "graph.units -> viz" in broken.stdout


def private_modules() -> dict[str, str]:
    """Return one module of each room that its door does not name."""
    found = {}
    for house in ROOMS:
        for door in sorted((ROOT / house).rglob("__init__.py")):
            room = ".".join(door.parent.relative_to(ROOT).parts)
            named = getattr(importlib.import_module(room), "__all__", ())
            inside = [path.stem for path in sorted(door.parent.glob("[!_]*.py")) if path.stem not in named]
            if inside and ("." in room or named):
                found[room] = f"{room}.{inside[0]}"
    return found


def test_a_room_is_entered_by_its_door_and_one_entered_otherwise_is_refused(tmp_path: Path) -> None:
    house, planted = copied_house(tmp_path), private_modules()
    # `graph` itself has no door, so that a module of its own is outside of every room.
    with (house / "graph" / "units.py").open("a", encoding="utf-8") as file:
        file.writelines(f"\nimport {module}\n" for module in planted.values())
    told = " ".join(import_contracts(house).stdout.split())
    assert len(planted) > 50
    assert {name.partition(".")[0] for name in planted} == set(ROOMS)
    assert [module for module in planted.values() if f"graph.units -> {module}" not in told] == []


def test_frames_are_brought_along_only_where_a_table_is_made_for_somebody() -> None:
    modules = (module for room in ("api", "graph", "ingest", "viz") for module in (ROOT / room).rglob("*.py"))
    at_the_top = re.compile(r"^(import|from) pandas", re.MULTILINE)
    assert [str(module) for module in modules if at_the_top.search(module.read_text(encoding="utf-8"))] == []


def test_every_example_in_a_docstring_is_true() -> None:
    failed = {}
    tried = 0
    for room in ROOMS:
        for module in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            result = doctest.testmod(importlib.import_module(module.name))
            tried += result.attempted
            if result.failed:
                failed[module.name] = result.failed
    assert failed == {}
    assert tried > 0


def test_no_file_names_a_package_server_or_a_path_of_one_machine() -> None:
    found = [
        f"{name}: {word}"
        for name, text in text_files()
        for word in [server for server in SERVERS if server in text] + MACHINE_PATH.findall(text)
    ]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_only_exact_versions_hashes_and_comments(name: str) -> None:
    requirement = re.compile(r"[a-z0-9-]+==[0-9][\w.]*( ; [^\\]+?)? \\")
    file_hash = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert requirement.fullmatch(line) or file_hash.fullmatch(line) or line.lstrip().startswith("#"), line


def test_the_locks_hold_every_dependency_of_the_project() -> None:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    used = requirement_names(sum(project["optional-dependencies"].values(), project["dependencies"]))
    tools = requirement_names([tool for tool in groups["dev"] if isinstance(tool, str)])
    needed = {"requirements.lock": used | requirement_names(groups["build"])}
    needed["requirements-dev.lock"] = needed["requirements.lock"] | tools
    for name in LOCKS:
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert needed[name] - locked == set()


def test_both_locks_agree_on_every_version() -> None:
    users, developers = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    assert users - developers == set()


def test_every_dependency_has_its_reason_in_contributing() -> None:
    project = PROJECT["project"]
    used = requirement_names(sum(project["optional-dependencies"].values(), project["dependencies"]))
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Dependencies")[1]
    assert set(re.findall(r"^\| `([\w-]+)` \| \S", table, re.MULTILINE)) == used


def test_the_newest_version_of_the_changelog_is_the_version_of_the_project() -> None:
    versions = re.findall(
        r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert versions[0] == PROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (versions[0], PROJECT["project"]["license"])


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = []
    for path in project_files():
        if path.suffix == ".md":
            for target in re.findall(r"\]\(([^)\s]+)", path.read_text(encoding="utf-8")):
                here = target.split("#")[0]
                if here and "://" not in target and not (path.parent / here).exists():
                    broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_the_wheel_holds_every_file_of_the_rooms_and_of_the_seed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    kept = (path.relative_to(ROOT) for path in project_files())
    assert {str(path) for path in kept if path.parts[0] in (*ROOMS, "seed_data")} <= packed


def test_the_compose_file_publishes_to_this_computer_alone_and_has_no_password_of_its_own() -> None:
    services = yaml.safe_load((ROOT / "docker" / "compose.yml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"neo4j", "symbioflow"}
    assert "neo4j:5.26" in services["neo4j"]["image"]
    for service in services.values():
        assert service["healthcheck"]["test"]
        assert service["volumes"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert not [key for key in service["environment"] if "PASSWORD" in key or key == "NEO4J_AUTH"]


def test_the_image_runs_without_root_from_the_lock_and_copies_every_room() -> None:
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
    allowed = (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names == {line.removeprefix("!") for line in allowed if line.startswith("!")}
    assert names >= {*ROOMS, "seed_data", "requirements.lock", "pyproject.toml"}
    assert "--require-hashes" in dockerfile
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE)[-1] != "root"
    assert "/readyz" in dockerfile


def test_the_hooks_before_a_commit_use_only_the_tools_of_the_lock() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    hooks = [hook for repository in repositories for hook in repository["hooks"]]
    assert all(hook["entry"].startswith(".venv/bin/") and hook["language"] == "system" for hook in hooks)
