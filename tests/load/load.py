"""A real server under light and heavy requests at once, and what it costs the light ones."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

LIGHT = "{ enterprises(first: 20) { totalCount nodes { localId nameZh nameEn state } } }"
HEAVY = "query ($seed: Int!) { planUncertainty(draws: 100, seed: $seed) { draws } }"
#: What counts as idle: the part of one processor that all processes of the server take together.
IDLE = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Mixed:
    """What mixed load did.

    Attributes
    ----------
    alone, beside : float
        95th percentile of light requests without and with the heavy ones, seconds.
    answered, busy : int
        Heavy requests that were answered and that found no place.
    failed : int
        Answers of 500 and above, whatever was asked.
    idle : float
        Seconds from the last client's leaving until the server computes nothing more.
    """

    alone: float
    beside: float
    answered: int
    busy: int
    failed: int
    idle: float


@dataclass(frozen=True, slots=True)
class Held:
    """What the server's own process holds: memory in MB, threads, open files."""

    memory: float
    threads: int
    files: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: str
    pid: int

    def held(self) -> Held:
        """Return what the process holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        memory, threads = (
            int(re.findall(rf"^{name}:\s+(\d+)", status, re.M)[0]) for name in ("VmRSS", "Threads")
        )
        return Held(memory / 1024, threads, len(os.listdir(f"/proc/{self.pid}/fd")))

    def processor(self) -> float:
        """Return the processor time that all processes of the server have taken, seconds."""
        total = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.pid:
                total += int(fields[11]) + int(fields[12])
        return total / _TICKS

    def idle_after(self, most: float) -> float:
        """Return how long it takes until the server computes nothing more; `most` where it goes on."""
        began = time.monotonic()
        while time.monotonic() - began < most:
            before, at = self.processor(), time.monotonic()
            time.sleep(0.25)
            if self.processor() - before < IDLE * 0.25:
                return at - began
        return most


@contextmanager
def serving(url: str, **settings: str) -> Iterator[Server]:
    """Run ``symbioflow serve`` on a store in a session of its own, until the end of the block."""
    environment = {**os.environ, **settings, "SYMBIOFLOW_STORE": url, "SYMBIOFLOW_JOURNAL": ""}
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        server = Server(process.stdout.readline().strip().rstrip("/"), process.pid)
        deadline = time.monotonic() + 300.0
        while httpx.get(f"{server.address}/readyz", timeout=60.0).status_code != 200:
            assert time.monotonic() < deadline, "the server does not become ready"
            time.sleep(0.2)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30.0)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.stdout is not None
        process.stdout.close()


def mixed(server: Server, heavy: int = 30, light: int = 50, at_once: int = 4, first_seed: int = 0) -> Mixed:
    """Return what so many heavy requests at once do to so many light ones, `at_once` at a time."""
    statuses: list[int] = []

    def ask_light(client: httpx.Client) -> float:
        began = time.perf_counter()
        statuses.append(client.post("/graphql", json={"query": LIGHT}).status_code)
        return time.perf_counter() - began

    def lights(client: httpx.Client) -> float:
        with ThreadPoolExecutor(at_once) as pool:
            took = list(pool.map(lambda _: ask_light(client), range(light)))
        return statistics.quantiles(took, n=20)[-1]

    outcomes: list[str] = []
    lines: list[socket.socket] = []
    host, port = server.address.removeprefix("http://").split(":")

    def ask_heavy(seed: int) -> None:
        body = json.dumps({"query": HEAVY, "variables": {"seed": first_seed + seed}}).encode()
        with socket.create_connection((host, int(port))) as line:
            lines.append(line)
            line.sendall(
                b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            answer = b""
            with suppress(OSError):
                while part := line.recv(65_536):
                    answer += part
        if answer:
            statuses.append(int(answer.split()[1]))
            outcomes.append("busy" if b"BUSY" in answer else "answered")

    with httpx.Client(base_url=server.address, timeout=60.0) as client:
        for _ in range(5):
            ask_light(client)
        alone = lights(client)
        heavies = [threading.Thread(target=ask_heavy, args=(seed,), daemon=True) for seed in range(heavy)]
        for thread in heavies:
            thread.start()
        time.sleep(0.3)
        beside = lights(client)
    # Those who still wait leave at the same moment.
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    idle = server.idle_after(30.0)
    for thread in heavies:
        thread.join(30.0)
    failed = sum(status >= 500 for status in statuses)
    return Mixed(alone, beside, outcomes.count("answered"), outcomes.count("busy"), failed, idle)


def steady(server: Server, seconds: float) -> tuple[Held, Held, int]:
    """Return what is held after a warm-up and after so many seconds of mixed load, and how much failed."""
    mixed(server)
    before, failed, rounds, ends = server.held(), 0, 1, time.monotonic() + seconds
    while time.monotonic() < ends:
        failed += mixed(server, heavy=10, light=200, first_seed=1_000 * rounds).failed
        rounds += 1
    return before, server.held(), failed
