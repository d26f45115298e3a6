"""Nonces in the database."""

from service.stores.nonces import Nonces


def test_a_nonce_counts_once(database):
    """For each key, whoever asks."""
    one, other = Nonces(database), Nonces(database)

    assert one.take("a", "n" * 16, 100)
    assert not other.take("a", "n" * 16, 200)
    assert other.take("b", "n" * 16, 100)


def test_nonces_are_forgotten_when_their_time_is_over(database):
    """Those that could still be sent again stay."""
    nonces = Nonces(database)
    nonces.take("a", "old", 100)
    nonces.take("a", "new", 300)
    nonces.forget(200)

    assert nonces.take("a", "old", 400)
    assert not nonces.take("a", "new", 400)
