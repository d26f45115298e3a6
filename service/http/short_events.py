"""Plain calls with events on the short way."""

from service.http.event_batches import batch_of
from service.http.events import FAILED, PATH, told
from service.http.json import written
from service.http.short_way import Environ, Short
from service.waiting import waited
from service.wiring import Service


class ShortEvents:
    """Takes events of callers whose word counts about who is whom: no publishable key comes this way."""

    path, scope = PATH, "events"

    def __init__(self, service: Service):
        self.most = min(service.settings.max_body_bytes, service.settings.max_events_bytes)
        self._settings = service.settings
        self._ingest = service.ingest

    def answer(self, body: bytes, environ: Environ) -> Short | None:
        """Return the answer, or None where it is too late or something is the matter.

        What failed here is not tried again on the long way, but told there.
        """
        if waited() > self._settings.shed_events_seconds:
            return None
        try:
            batch = batch_of("application/json", body, self._settings)
            outcomes = self._ingest.take(batch.events, batch.sent_at)
        except Exception as error:
            environ[FAILED] = error
            return None
        return Short(202, written(told(outcomes)))
