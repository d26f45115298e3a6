"""Signed requests: what is signed, and how it is written."""

from slotwise.signing import parse, sign, signature_of, signing_key, text_of

KEY = "sk_0123456789ab_abcdefghijklmnopqrstuvwxyzABCDEF"


def test_everything_that_matters_is_signed():
    """Another method, target, body, time, nonce or key gives another signature."""
    base = ("POST", "/v1/events?a=1", b"{}", 1_800_000_000, "n" * 16)
    others = [("GET", *base[1:]), (base[0], "/v1/events", *base[2:]), (*base[:2], b"{ }", *base[3:])]
    others += [(*base[:3], base[3] + 1, base[4]), (*base[:4], "m" * 16)]
    signatures = {signature_of(signing_key(KEY), text_of(*each)) for each in (base, *others)}

    assert len(signatures) == 6
    assert signature_of(signing_key(KEY + "x"), text_of(*base)) not in signatures


def test_a_header_is_read_as_it_was_written():
    """With or without spaces; the nonce is new every time."""
    header = sign(KEY, "POST", "/v1/events", b"{}", 1_800_000_000, "n" * 16)
    found = parse(header)

    assert (found.key_id, found.time, found.nonce, len(found.signature)) == (
        "0123456789ab",
        1_800_000_000,
        "n" * 16,
        64,
    )
    assert parse(header.replace(" ", "")) == found
    assert parse(sign(KEY, "GET", "/")).nonce != parse(sign(KEY, "GET", "/")).nonce


def test_what_is_no_signature_is_none():
    """Anything else than the one form."""
    header = sign(KEY, "POST", "/")
    assert [parse(each) for each in ("", "x", header + ", more=1", header.replace("time=", "time=-"), header[:-1])] == [
        None
    ] * 5
