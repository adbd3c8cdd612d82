"""A small TCP proxy that stands before a server and does what networks do: hang, delay, cut, reset."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Literal

Mode = Literal["pass", "hang", "delay", "cut", "reset"]


class Proxy:
    """Passes bytes on between clients of a loopback port and a server, as `mode` says.

    Attributes
    ----------
    mode : {"pass", "hang", "delay", "cut", "reset"}
        ``hang`` swallows what comes, ``delay`` waits `seconds` before every piece, ``cut`` and ``reset`` end
        connections, the ones there are and new ones, politely or not.
    """

    def __init__(self, host: str, port: int, seconds: float = 0.2) -> None:
        self.mode: Mode = "pass"
        self.seconds = seconds
        self._server = (host, port)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: Mode) -> None:
        """Change the mode; open connections feel it at once."""
        self.mode = mode
        if mode in ("cut", "reset"):
            for pair in list(self._pairs):
                self._end(*pair)

    def close(self) -> None:
        """End everything."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for pair in list(self._pairs):
            self._end(*pair)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._server)
            except OSError:
                client.close()
                continue
            self._pairs.append((client, server))
            if self.mode in ("cut", "reset"):
                self._end(client, server)
                continue
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if self.mode == "delay":
                    time.sleep(self.seconds)
                if self.mode != "hang":
                    other.sendall(data)
        self._end(one, other)

    def _end(self, *pair: socket.socket) -> None:
        for end in pair:
            if self.mode == "reset":
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
