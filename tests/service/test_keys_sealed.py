"""What is kept of keys: enough to recognise them and nothing to use them with."""

from service.keys import new_key
from service.keys_sealed import Sealer
from slotwise.signing import signing_key

SECRET = b"a secret of this installation"


def test_a_digest_recognises_its_key_only():
    """Under the same secret the same key gives the same digest, another key or secret another one."""
    (_, one), (_, other) = new_key("secret"), new_key("secret")
    sealer = Sealer(SECRET)

    assert sealer.digest(one) == Sealer(SECRET).digest(one)
    assert len({sealer.digest(one), sealer.digest(other), Sealer(b"another").digest(one)}) == 3


def test_the_signing_key_is_sealed():
    """It opens with the installation's secret only, and what is stored shows neither it nor the key."""
    key_id, key = new_key("secret")
    kept = Sealer(SECRET).keep(key_id, key)

    assert Sealer(SECRET).open(key_id, kept.sealed) == signing_key(key)
    assert Sealer(b"another").open(key_id, kept.sealed) != signing_key(key)
    assert key[-32:].encode() not in kept.digest + kept.sealed
    assert signing_key(key) not in (kept.digest, kept.sealed)
