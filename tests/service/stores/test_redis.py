"""Redis as a store of copies: what it holds, and what happens when it answers late or not at all."""

import time

import pytest
import redis as driver

from service.stores.redis import PREFIX, Copy, Redis
from tests.proxy import proxied


@pytest.fixture
def store(redis_server):
    """An empty store of copies, and a client of its server."""
    client = driver.Redis.from_url(redis_server)
    client.flushall()
    made = Redis(redis_server)
    yield made, client
    made.close()


def test_a_copy_comes_back(store):
    """Bytes as they are, with their place; what is not there is None."""
    redis, _ = store

    assert redis.put([Copy("p", b"\x00\xff[2]", 5, 7), Copy("中", b"x", 1, 0)])
    assert redis.get("p") == (b"\x00\xff[2]", 7)
    assert redis.get("中") == (b"x", 0)
    assert redis.get("q") is None


def test_only_newer_copies_are_taken(store):
    """Revisions are compared as numbers, up to those of times in ms."""
    redis, _ = store
    now = 1_800_000_000_000
    for revision in (9, 10, now, now - 1, now + 1, now):
        redis.put([Copy("p", str(revision).encode(), revision, 0)])

    assert redis.get("p") == (str(now + 1).encode(), 0)


def test_a_copy_without_a_comparison_would_go_back(store, monkeypatch):
    """The drill above finds a build in which whoever writes last wins."""
    redis, client = store
    unconditional = "redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'seq', ARGV[2], 'state', ARGV[3]) return 1"
    monkeypatch.setattr(redis, "_put", client.register_script(unconditional))
    for revision in (9, 10, 8):
        redis.put([Copy("p", str(revision).encode(), revision, 0)])

    assert redis.get("p") == (b"8", 0)


def test_copies_do_not_stay_for_ever(store):
    """Each is dropped some time after it was written last; a deleted one sooner."""
    redis, client = store
    redis.put([Copy("p", b"x", 1, 0), Copy("gone", b"", 1, 0)])

    assert client.ttl(PREFIX + "p") > 24 * 3_600
    assert 0 < client.ttl(PREFIX + "gone") <= 3_600
    assert redis.get("gone") is None


def test_a_server_that_hangs_is_waited_for_once(redis_server):
    """The first call ends after its timeout, the next ones at once, and it heals by itself."""
    with proxied(redis_server) as (url, proxy):
        redis = Redis(url)
        redis.put([Copy("p", b"x", 1, 0)])
        proxy.fault = "blackhole"
        started = time.monotonic()
        assert redis.get("p") is None
        assert redis.away
        for _ in range(100):
            assert redis.get("p") is None
            assert not redis.put([Copy("p", b"y", 2, 0)])
        assert time.monotonic() - started < 2.0
        proxy.fault = ""
        until = time.monotonic() + 5.0
        while redis.away:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert redis.get("p") == (b"x", 0)
        redis.close()
