"""Plain decisions on the short way."""

import orjson

from service.asked import DecisionRequest
from service.http.decisions import PATH, beside_decide, check_limits
from service.http.errors import Problem
from service.http.ids import trace_id
from service.http.short_way import Environ, Short
from service.timing import Timing
from service.waiting import waited
from service.wiring import Service


class ShortDecisions:
    """Answers what the scope `decide` is enough for."""

    path, scope = PATH, "decide"

    def __init__(self, service: Service):
        self.most = service.settings.max_body_bytes
        self._settings = service.settings
        self._answering = service.answering

    def answer(self, body: bytes, environ: Environ) -> Short | None:
        """Return the answer, or None where something is the matter, which is told on the long way."""
        timing = Timing(waited=waited())
        asked = self._asked(body)
        if asked is None:
            return None
        timing.mark("read")
        try:
            found = self._answering.answer(asked, timing, trace_id(environ.get("HTTP_TRACEPARENT", "")))
        except Exception:
            return None
        return Short(200, found.body, (("Server-Timing", timing.header()),), self._answering.log.make)

    def _asked(self, body: bytes) -> DecisionRequest | None:
        """Return what a body asks for, None where it is not good, or needs more than the scope `decide`."""
        try:
            asked = DecisionRequest.model_validate(orjson.loads(body))
            check_limits(asked, self._settings)
        except (ValueError, Problem):
            return None
        return None if beside_decide(asked) else asked
