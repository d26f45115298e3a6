"""A gate: an HTTP server that passes calls on to the real service, but for the faults it is told to have."""

import threading
from collections import deque
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class Gate:
    """Each call takes the next fault, if there is one: a status with headers, "reset", "stored" or "silence".

    `reset` closes the connection at once; `stored` passes the call on and closes the connection instead of
    answering; `silence` keeps the caller waiting; any number is the status of an answer of the gate's own.
    """

    def __init__(self, behind: str):
        self.faults: deque[int | str] = deque()
        self.headers: dict[str, str] = {}
        self.calls: list[tuple[str, bytes]] = []
        self.connections = 0
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, urlsplit(behind).netloc))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Gate":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(gate: Gate, behind: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            gate.connections += 1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            gate.calls.append((self.path, body))
            fault = gate.faults.popleft() if gate.faults else None
            if fault == "silence":
                gate._over.wait(10)
            if fault in ("reset", "silence"):
                self.close_connection = True
                return
            if isinstance(fault, int):
                self._answer(fault, b'{"code":"of_the_gate","detail":"as told"}', gate.headers)
                return
            status, answer = self._pass(body)
            if fault == "stored":
                self.close_connection = True
                return
            self._answer(status, answer, {})

        do_GET = do_POST

        def _pass(self, body: bytes) -> tuple[int, bytes]:
            connection = HTTPConnection(behind, timeout=10)
            connection.request(self.command, self.path, body, {"Content-Type": "application/json"})
            with connection.getresponse() as response:
                return response.status, response.read()

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The tests' output is not the place of an access log."""

    return Handler
