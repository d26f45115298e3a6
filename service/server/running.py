"""Running: the application is called with a whole request, and what it answers is kept until it can be sent."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData

from service.server.connection import Connection, Outbox
from service.server.heads import Heads
from service.server.refusals import BROKEN, refusal_of


class Ran(NamedTuple):
    """An answer: its bytes, whether the connection may go on, and what the application returned."""

    data: bytes | bytearray
    keep: bool
    pieces: Iterable[bytes]


class Running:
    """Runs `wsgi`; `log` is gunicorn's."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], cfg: Config, log: Any):
        self._wsgi, self._cfg, self._log = wsgi, cfg, log
        self._heads = Heads(cfg)

    def answer(self, request: bytes, connection: Connection, last: bool) -> Ran:
        """Return the answer to a request, whatever happens; the `last` one of a connection says so."""
        out = Outbox()
        pieces: Iterable[bytes] = ()
        try:
            response, environ = self._heads.read(request, connection, out)
            if last:
                response.force_close()
            pieces = self._wsgi(environ, response.start_response)
            for piece in pieces:
                response.write(piece)
            response.close()
            return Ran(out.bytes, not response.should_close(), pieces)
        except (StopIteration, NoMoreData):
            return Ran(out.bytes, False, pieces)
        except Exception as error:
            refused = refusal_of(error)
            if refused is None:
                self._log.exception("request failed outside of the application")
            return Ran(refused or BROKEN, False, pieces)

    def end(self, ran: Ran) -> None:
        """Let the application do what it has left for when its answer is on its way."""
        close = getattr(ran.pieces, "close", None)
        if close is not None:
            try:
                close()
            except Exception:
                self._log.exception("the application failed after its answer")
