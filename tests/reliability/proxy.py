"""A TCP proxy that loses requests: before the server has them, after it acted, while the answer travels, for ever."""

import random
import re
import socket
import threading
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Fate = Literal["pass", "before", "after", "halfway", "silence"]
FATES: tuple[Fate, ...] = ("before", "after", "halfway") * 5 + ("silence",)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
KEEP_ALIVE = re.compile(rb"\r\nconnection: *keep-alive", re.IGNORECASE)
CHUNK = 65536


@dataclass
class Proxy:
    """Stands at one address before a server whose address may change; `losses`: the share of requests to lose."""

    chance: random.Random
    losses: float = 0.0
    target: tuple[str, int] = ("127.0.0.1", 9)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def reach(self, url: str) -> None:
        """Hand requests on to the server at this address from now on."""
        self.target = ("127.0.0.1", urlsplit(url).port or 80)

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Carry one request; one connection each, so that a cut can't hit another one."""
        with client:
            try:
                request = _request(client)
                if not request:
                    return
                fate = self._fate(request)
                if fate != "before":
                    answer = self._answer(KEEP_ALIVE.sub(b"\r\nConnection: close", request, count=1))
                    kept = {"pass": len(answer), "halfway": len(answer) - 20}.get(fate, 0)
                    client.sendall(answer[:kept])
                if fate == "silence":
                    client.recv(1)  # until the browser gives up
            except OSError:
                return

    def _fate(self, request: bytes) -> Fate:
        about = request.split(b"\r\n", 1)[0]
        if b"/api/v1/" not in about or self.chance.random() >= self.losses:
            return "pass"
        fate: Fate = self.chance.choice(FATES)
        self.counts[fate] = self.counts.get(fate, 0) + 1
        return fate

    def _answer(self, request: bytes) -> bytes:
        with socket.create_connection(self.target, timeout=30) as server:
            server.sendall(request)
            parts = []
            while part := server.recv(CHUNK):
                parts.append(part)
            return b"".join(parts)


def _request(client: socket.socket) -> bytes:
    """Read one request, its body included."""
    request = b""
    while b"\r\n\r\n" not in request:
        part = client.recv(CHUNK)
        if not part:
            return b""
        request += part
    head, _, body = request.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        part = client.recv(CHUNK)
        if not part:
            return b""
        request += part
        missing -= len(part)
    return request
