"""Mutants: what keys promise is broken on purpose, and the tests that hold the promise have to notice."""

import hmac

import pytest

from service import keyring as rings
from service.keyring import Keyring
from service.keys_issued import Issuing
from service.keys_sealed import Kept, Sealer
from service.stores.nonces import Nonces
from tests.service import test_keyring, test_keys_issued, test_keys_sealed, test_keys_signed
from tests.service.test_keyring import clock, database, issuing, keyring  # noqa: F401
from tests.service.test_keys_signed import key, worker  # noqa: F401

NOTICED = (AssertionError, pytest.fail.Exception)


def test_a_replay_that_is_taken_is_noticed(worker, key, monkeypatch):  # noqa: F811
    """Mutant: nonces are always new."""
    monkeypatch.setattr(Nonces, "take", lambda self, *arguments: True)
    with pytest.raises(NOTICED):
        test_keys_signed.test_a_replay_is_refused_on_every_worker(worker, key)


def test_a_replay_that_only_its_own_worker_knows_is_noticed(worker, key, monkeypatch):  # noqa: F811
    """Mutant: nonces are remembered in the worker instead of the store."""

    def take(self, key_id, nonce, expires_at):
        seen = self.__dict__.setdefault("seen", set())
        fresh = nonce not in seen
        seen.add(nonce)
        return fresh

    monkeypatch.setattr(Nonces, "take", take)
    with pytest.raises(NOTICED):
        test_keys_signed.test_a_replay_is_refused_on_every_worker(worker, key)


def test_a_digest_that_is_not_compared_is_noticed(keyring, issuing, monkeypatch):  # noqa: F811
    """Mutant: the right id is enough."""
    monkeypatch.setattr(rings.hmac, "compare_digest", lambda one, other: True)
    with pytest.raises(NOTICED):
        test_keyring.test_a_key_that_was_changed_is_none(keyring, issuing)


def test_a_revocation_that_is_forgotten_is_noticed(keyring, issuing, clock, monkeypatch):  # noqa: F811
    """Mutant: whoever is in the keyring is valid."""
    monkeypatch.setattr(Keyring, "_valid", lambda self, entry: entry)
    with pytest.raises(NOTICED):
        test_keyring.test_a_revoked_and_an_expired_key_are_refused(keyring, issuing, clock)


def test_a_key_that_is_stored_is_noticed(issuing, tmp_path, monkeypatch):  # noqa: F811
    """Mutant: the key itself lies in the database."""
    monkeypatch.setattr(Sealer, "keep", lambda self, key_id, text: Kept(text.encode(), text.encode()))
    with pytest.raises(NOTICED):
        test_keys_issued.test_the_key_itself_is_kept_nowhere(Issuing(issuing.keys, issuing.sealer), tmp_path)


def test_a_digest_without_the_secret_is_noticed(monkeypatch):
    """Mutant: a plain hash, which whoever reads the database can check guesses against."""
    monkeypatch.setattr(Sealer, "digest", lambda self, text: hmac.digest(b"", text.encode(), "sha256"))
    with pytest.raises(NOTICED):
        test_keys_sealed.test_a_digest_recognises_its_key_only()
