"""A small TCP proxy of our own in front of a server, that can refuse, swallow, reset and delay what goes through it."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STEP = 0.02


class Proxy:
    """Forwards one port to another; `fault` is "", "refuse", "blackhole", "reset" or a delay in seconds."""

    def __init__(self, target: int):
        self._target = target
        self._fault: str | float = ""
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._closed = False
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def fault(self) -> str | float:
        """What is wrong with the network."""
        return self._fault

    @fault.setter
    def fault(self, fault: str | float) -> None:
        was, self._fault = self._fault, fault
        if fault in ("refuse", "reset"):
            for pair in self._pairs:
                for each in pair:
                    _reset(each)
            self._pairs = []
        if fault == "refuse":
            # Without it, the thread that waits for a connection would keep the port.
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        elif was == "refuse":
            self._listener = self._listen(self.port)
            threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening and drop everything."""
        self._closed = True
        self.fault = "refuse"

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        return listener

    def _accept(self) -> None:
        listener = self._listener
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = None if self._fault == "reset" else socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                server = None
            if server is None:
                _reset(client)
                continue
            self._pairs.append((client, server))
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                while self._fault == "blackhole" and not self._closed:
                    time.sleep(_STEP)
                if isinstance(self._fault, float):
                    time.sleep(self._fault)
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxied(url: str) -> Iterator[tuple[str, Proxy]]:
    """A server's URL by way of a proxy, and the proxy."""
    head, _, rest = url.rpartition("127.0.0.1:")
    port, slash, path = rest.partition("/")
    proxy = Proxy(int(port))
    try:
        yield f"{head}127.0.0.1:{proxy.port}{slash}{path}", proxy
    finally:
        proxy.close()


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.close()
