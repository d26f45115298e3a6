"""Proofs: a server's word travels through an app that could not give it, and through no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.namespaces import Claim, Identifier
from service.proofs import Proofs
from service.tokens import Signer
from slotwise.errors import TokenError

SECRET = b"a secret of this test"
CLAIM = Claim("member:m", Identifier("anonymous", "a"))


def test_a_proof_covers_what_it_names():
    """Both the person and the identifier have to stand in it; what it covers is marked as proven."""
    proofs = Proofs(SECRET)
    proof = proofs.sign(["member:m", "anonymous:a"], expires=100)
    other = Claim("member:m", Identifier("wechat_openid", "o"))

    assert proofs.covered([CLAIM, other], proof, now=100) == (CLAIM._replace(cause="proof"),)
    assert proofs.covered([CLAIM], proofs.sign(["member:x", "anonymous:a"], 100), now=1) == ()


@pytest.mark.parametrize("now", [100.5, 1e12])
def test_an_old_proof_is_worth_nothing(now):
    """After its time it is refused."""
    with pytest.raises(TokenError, match="expired"):
        Proofs(SECRET).read(Proofs(SECRET).sign(["a", "b"], 100), now)


@given(st.text(max_size=60))
def test_a_forged_proof_is_refused(text):
    """Whatever an app makes up is an error of its own."""
    with pytest.raises(TokenError):
        Proofs(SECRET).read(text, 0)


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_proof_is_refused(place, change):
    """No character of a proof can be another one."""
    proof = bytearray(Proofs(SECRET).sign(["member:m", "anonymous:a"], 100), "ascii")
    proof[place % len(proof)] ^= change
    with pytest.raises(TokenError):
        Proofs(SECRET).read(proof.decode("latin-1"), 0)


def test_other_signatures_are_no_proofs():
    """Neither another installation's proof nor a signature of another kind is taken."""
    with pytest.raises(TokenError):
        Proofs(b"another secret").read(Proofs(SECRET).sign(["a", "b"], 100), 0)
    payload, _, _ = Proofs(SECRET).sign(["a", "b"], 100).partition(".")
    with pytest.raises(TokenError):
        Proofs(SECRET).read(f"{payload}.{Signer(SECRET)._signature(payload.encode()).decode()}", 0)


def test_a_signed_text_of_another_format_is_refused():
    """Even what was signed here has to be a proof."""
    from base64 import urlsafe_b64encode

    proofs = Proofs(SECRET)
    for text in (b"[]", b"{", b"[9, 100, []]"):
        payload = urlsafe_b64encode(text)
        with pytest.raises(TokenError):
            proofs.read((payload + b"." + proofs._signature(payload)).decode(), 0)
