"""Tokens cannot be forged, changed or used after their time."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.secret import derived
from service.tokens import Claim, Signer
from slotwise.errors import TokenError, TokenExpiredError

CLAIM = Claim("d_1", "home", 1, "c_1", "p_1", 0.25, "m", "3", "", 1_000)
SIGNER = Signer(b"a secret of sixteen")
TEXT = st.text(max_size=20)


@given(st.builds(Claim, TEXT, TEXT, st.integers(1, 99), TEXT, TEXT, st.floats(0, 1), TEXT, TEXT, TEXT, st.just(1_000)))
def test_a_claim_comes_back(claim):
    """What was signed is what is read, whatever the texts."""
    assert SIGNER.verify(SIGNER.sign(claim), 999.0) == claim


@given(st.builds(Claim, TEXT, TEXT, st.integers(1, 99), TEXT, TEXT, st.floats(0, 1), TEXT, TEXT, TEXT, st.just(1_000)))
def test_a_slate_signs_the_same_claims(claim):
    """What placements share is written once, and every token says what its own claim says."""
    sign = SIGNER.slate(claim.decision_id, claim.touchpoint, claim.model, claim.version, claim.variant, claim.expires)
    token = sign(claim.slot, orjson.dumps((claim.content_id, claim.product_id))[1:-1], orjson.dumps(claim.propensity))
    assert SIGNER.verify(token.decode(), 999.0) == claim


def test_the_signature_is_hmac_sha_256():
    """Anybody who knows the key can check it with the standard library."""
    payload, _, signature = SIGNER.sign(CLAIM).encode().partition(b".")
    expected = hmac.digest(derived(b"a secret of sixteen", "placement token"), payload, sha256)

    assert urlsafe_b64encode(expected).rstrip(b"=") == signature


@given(st.integers(0, 500), st.sampled_from("abcXYZ019-_=."))
def test_a_changed_token_is_refused(place, letter):
    """Whichever letter is changed."""
    token = SIGNER.sign(CLAIM)
    place %= len(token)
    if token[place] == letter:
        return
    with pytest.raises(TokenError):
        SIGNER.verify(token[:place] + letter + token[place + 1 :], 0.0)


@pytest.mark.parametrize("token", ["", ".", "a.b", "x" * 10_000, "中文.🦊", "\ud800.x"])
def test_what_is_no_token_is_refused(token):
    """Nothing but a TokenError comes of it."""
    with pytest.raises(TokenError):
        SIGNER.verify(token, 0.0)


def test_another_installations_token_is_refused():
    """A token is worth nothing where another secret holds."""
    with pytest.raises(TokenError):
        Signer(b"another secret").verify(SIGNER.sign(CLAIM), 0.0)


def test_a_token_expires():
    """It holds until its second is over."""
    assert SIGNER.verify(SIGNER.sign(CLAIM), 1_000.0) == CLAIM
    with pytest.raises(TokenExpiredError):
        SIGNER.verify(SIGNER.sign(CLAIM), 1_001.0)


@pytest.mark.parametrize("payload", [b"{}", b"[]", b"[1]", b"[2,3]", b"nonsense"])
def test_a_signed_payload_of_another_form_is_refused(payload):
    """A token of a later version, signed with the same key, is refused and does not crash."""
    encoded = urlsafe_b64encode(payload)
    token = (encoded + b"." + SIGNER._signature(encoded)).decode()
    with pytest.raises(TokenError):
        SIGNER.verify(token, 0.0)
