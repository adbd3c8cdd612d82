"""Commands that run servers: serve, and a local Neo4j to try production with."""

from __future__ import annotations

import gc
import math
import socket
from contextlib import ExitStack, suppress
from ipaddress import ip_address
from typing import Annotated

import typer
import uvicorn

from api.commands.common import LanguageOption, StoreOption, opened, session
from api.journal import keep_journal
from api.serving import create_app, timed_protocol
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.stores.neo4j import local

#: New objects between two looks for garbage: what answers leave behind shall not gather as in a command.
_LOOKED_THROUGH = 50_000
#: Connections that may wait until they are taken up.
_WAITING_LINES = 2_048

neo4j = typer.Typer(no_args_is_help=True)


def serve(
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option(help="Where to listen; 0 for any free port.")] = None,
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow serve``."""
    gc.set_threshold(_LOOKED_THROUGH)
    run = session(store, language)
    settings = run.settings.model_copy(
        update={name: value for name, value in (("host", host), ("port", port)) if value is not None}
    )
    with opened(settings) as checked:
        empty = not checked.version()
    listening = _listen(settings.host, settings.port)
    address, bound = listening.getsockname()[:2]
    if not ip_address(address).is_loopback:
        run.tell(
            f"注意：{address} 对其他计算机开放，任何能访问它的人都能读取全部数据。",
            f"Mind: {address} is open to other computers; whoever reaches it can read everything.",
        )
    if empty:
        run.tell(
            "存储为空：先运行 symbioflow demo 或 symbioflow ingest。",
            "The store is empty: run symbioflow demo or symbioflow ingest first.",
        )
    host = f"[{address}]" if ":" in address else address
    run.out.print(f"http://{host}:{bound}/")
    keep_journal(settings.journal)
    config = uvicorn.Config(
        create_app(settings),
        http=timed_protocol(settings.idle_seconds),
        timeout_graceful_shutdown=math.ceil(settings.stop_seconds),
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(settings.proxies),
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, so that port 0 is known before the server starts."""
    with ExitStack() as opened_here:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            listening = opened_here.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            # Who reads the address may use it at once; what comes before the server is up waits in line.
            listening.listen(_WAITING_LINES)
        except OSError as error:
            raise SymbioflowError(
                "CANNOT_LISTEN", exit_code=EXIT_USAGE, host=host, port=port, reason=error.strerror
            ) from error
        opened_here.pop_all()
    return listening


@neo4j.command("start")
def start(
    port: Annotated[int, typer.Option(help="Bolt port; 0 for any free one.")] = local.BOLT_PORT,
    heap: Annotated[str, typer.Option(help="Java heap, for example 2g.")] = "512m",
    language: LanguageOption = None,
) -> None:
    """Start Neo4j; its password is SYMBIOFLOW_STORE_PASSWORD, set at the first start."""
    run = session(None, language)
    password = run.settings.store_password.get_secret_value()
    run.tell("正在启动 Neo4j（首次需下载程序）…", "Starting Neo4j (the first time its program is fetched) …")
    home = run.settings.neo4j_home
    server = local.start(home, password, home.parent / "neo4j-program", port=port, heap=heap)
    run.out.print(server.url)


@neo4j.command("stop")
def stop(language: LanguageOption = None) -> None:
    """Stop the local Neo4j; its data stay."""
    run = session(None, language)
    stopped = local.stop(run.settings.neo4j_home)
    run.out.print(run.say("已停止", "stopped") if stopped else run.say("未在运行", "not running"))


@neo4j.command("status")
def status(language: LanguageOption = None) -> None:
    """Say whether the local Neo4j runs, and its URL."""
    run = session(None, language)
    server = local.status(run.settings.neo4j_home)
    run.out.print(server.url if server is not None else run.say("未在运行", "not running"))
