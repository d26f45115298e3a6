"""Checking signed requests."""

import pytest

from service.keyring import Keyring
from service.keys_issued import Issuing
from service.keys_sealed import Sealer
from service.keys_signed import WINDOW, Signatures
from service.stores.database import Database
from service.stores.keys import Keys
from service.stores.nonces import Nonces
from slotwise.errors import KeyRefusedError, KeyRevokedError, ReplayError, SignatureError
from slotwise.signing import sign

NOW = 1_800_000_000
REQUEST = ("POST", "/v1/events?x=1", b'{"events": []}')


@pytest.fixture
def worker(tmp_path):
    """Makes workers of one installation: each with a keyring and a database connection of its own."""
    made = []

    def make():
        database = Database(f"sqlite:///{tmp_path / 'store.db'}")
        database.prepare()
        made.append(database)
        nonces = Nonces(database)
        keyring = Keyring(Keys(database), nonces, Sealer(b"secret"), lambda: float(NOW))
        keyring.refresh()
        return Signatures(keyring, nonces)

    yield make
    for database in made:
        database.close()


@pytest.fixture
def key(worker):
    """A secret key of the installation."""
    keyring = worker().keyring
    return Issuing(keyring.keys, keyring.sealer, lambda: float(NOW)).create("secret", "", ["events"], signed_only=True)


def test_who_holds_the_key_is_known(worker, key):
    """Without sending it."""
    header = sign(key.key, *REQUEST, NOW)

    assert worker().check(header, *REQUEST).principal.key_id == key.stored.key_id


def test_a_replay_is_refused_on_every_worker(worker, key):
    """What one worker has taken the other one refuses; the same request with a new nonce is another one."""
    one, other = worker(), worker()
    header = sign(key.key, *REQUEST, NOW)
    one.check(header, *REQUEST)
    for each in (one, other):
        with pytest.raises(ReplayError):
            each.check(header, *REQUEST)

    assert other.check(sign(key.key, *REQUEST, NOW), *REQUEST)


@pytest.mark.parametrize(
    "other", [("PUT", *REQUEST[1:]), (REQUEST[0], "/v1/events", REQUEST[2]), (*REQUEST[:2], b"{}")]
)
def test_a_signature_is_of_one_request(worker, key, other):
    """It holds for no other method, address or body."""
    with pytest.raises(SignatureError):
        worker().check(sign(key.key, *REQUEST, NOW), *other)


@pytest.mark.parametrize("away", [-WINDOW - 1, WINDOW + 1])
def test_a_signature_is_of_its_time(worker, key, away):
    """An old one is as wrong as one from the future."""
    with pytest.raises(SignatureError):
        worker().check(sign(key.key, *REQUEST, NOW + away), *REQUEST)


def test_a_nonce_outlives_its_signature(worker, key):
    """Until no clock that is allowed would take it any more."""
    signatures = worker()
    header = sign(key.key, *REQUEST, NOW + WINDOW)
    signatures.check(header, *REQUEST)
    signatures.nonces.forget((NOW + 2 * WINDOW) * 1_000)
    with pytest.raises(ReplayError):
        signatures.check(header, *REQUEST)


def test_a_revoked_key_signs_nothing(worker, key):
    """From the keyring's next look on."""
    signatures = worker()
    signatures.keyring.keys.revoke(key.stored.key_id, NOW)
    signatures.keyring.refresh()
    with pytest.raises(KeyRevokedError):
        signatures.check(sign(key.key, *REQUEST, NOW), *REQUEST)


@pytest.mark.parametrize("header", ["", "nonsense", "key=a, time=1, nonce=x, signature=y"])
def test_what_is_no_signature_is_refused(worker, header):
    """And so is one of a key that is not there."""
    with pytest.raises(KeyRefusedError):
        worker().check(header, *REQUEST)
    with pytest.raises(KeyRefusedError):
        worker().check(sign("sk_nobody000000_" + "a" * 32, *REQUEST, NOW), *REQUEST)
