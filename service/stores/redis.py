"""Redis as a store of copies: one hash a person, replaced only by what is newer, read before the database.

It is asked with short timeouts and without repeats; after a failure nobody waits for it until it answers again.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from service.stores.breaker import Breaker
from slotwise.errors import MissingExtraError, StoreError

PREFIX = "slotwise:state:"
_SECONDS = 0.05
_PROBE_SECONDS = 0.5
_KEPT_SECONDS = 30 * 86_400
"""A copy that nobody has written for so long is dropped, and comes back from the database when it is wanted."""
_GONE_SECONDS = 3_600
"""How long it is known that a state was deleted, so that no late writer brings it back."""
# A revision is a moment in ms, which Lua's numbers hold exactly.
_PUT = """
local before = redis.call('HGET', KEYS[1], 'revision')
if before and tonumber(before) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'seq', ARGV[2], 'state', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
"""


class Copy(NamedTuple):
    """A state as it is copied; an empty blob says that the state was deleted."""

    person_id: str
    blob: bytes
    revision: int
    seq: int


class Redis:
    """The copies on one server; may be made before a fork."""

    def __init__(self, url: str, seconds: float = _SECONDS):
        self._driver = _driver()
        self._client = self._connect(url, seconds)
        self._prober = self._connect(url, _PROBE_SECONDS)
        self._put = self._client.register_script(_PUT)
        self._breaker = Breaker("redis", self._prober.ping)

    @property
    def away(self) -> bool:
        """Whether nothing is asked, because the server did not answer a moment ago."""
        return self._breaker.open

    def get(self, person_id: str) -> tuple[bytes, int] | None:
        """Return the blob of a state and its last place of the log, or None when there is no copy or no answer."""
        if self._breaker.open:
            return None
        try:
            blob, seq = self._client.hmget(PREFIX + person_id, "state", "seq")
        except self._driver.RedisError as error:
            self._breaker.trip(str(error)[:200])
            return None
        return (blob, int(seq)) if blob else None

    def put(self, copies: Sequence[Copy]) -> bool:
        """Write copies that are newer than those that are there; tell whether the server has taken them."""
        if self._breaker.open:
            return False
        try:
            pipeline = self._client.pipeline(transaction=False)
            for each in copies:
                kept = _KEPT_SECONDS if each.blob else _GONE_SECONDS
                self._put([PREFIX + each.person_id], [each.revision, each.seq, each.blob, kept], client=pipeline)
            pipeline.execute()
        except self._driver.RedisError as error:
            self._breaker.trip(str(error)[:200])
            return False
        return True

    def ask(self) -> str:
        """Return host, port and number of the database as soon as the server answers; raise StoreError."""
        try:
            self._prober.ping()
        except self._driver.RedisError as error:
            raise StoreError(f"Redis does not answer: {error}", hint="start it, or unset SLOTWISE_STATES") from error
        given = self._prober.connection_pool.connection_kwargs
        return f"{given.get('host', 'localhost')}:{given.get('port', 6379)}/{given.get('db', 0)}"

    def close(self) -> None:
        """Close this process's connections."""
        self._client.close()
        self._prober.close()

    def _connect(self, url: str, seconds: float) -> Any:
        retry = self._driver.retry.Retry(self._driver.backoff.NoBackoff(), 0)
        limits = {"socket_timeout": seconds, "socket_connect_timeout": seconds, "health_check_interval": 0}
        return self._driver.Redis.from_url(url, retry=retry, **limits)


def _driver() -> Any:
    try:
        import redis
        import redis.backoff
        import redis.retry
    except ImportError as error:
        raise MissingExtraError(
            "Redis needs libraries that are not installed", hint="pip install 'slotwise[redis]'"
        ) from error
    return redis
