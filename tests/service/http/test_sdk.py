"""The browser SDK is served to pages of any origin, and asked for anew by its tag."""

import gzip

import pytest

PATHS = ["/sdk/slotwise.js", "/sdk/slotwise.mjs"]


@pytest.mark.parametrize("path", PATHS)
def test_it_may_be_kept_and_asked_for_anew(client, path):
    """An hour without a question, then a question that is answered without the file."""
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.mimetype) == (200, "text/javascript")
    assert "max-age=3600" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", PATHS)
def test_any_page_may_load_it(client, path):
    """From any origin, without a key; what it does then needs one."""
    found = client.get(path, headers={"Origin": "https://shop.example"})

    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert found.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", PATHS)
def test_it_is_packed_for_whoever_takes_that(client, path):
    """Some 8 kB instead of 23; whoever does not say so gets it plain, under another tag."""
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 8_000
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_it_is_small_and_needs_nothing(client):
    """Less than 24 kB, no request for another file, no cookie."""
    text = client.get("/sdk/slotwise.js").get_data(as_text=True)

    assert len(text) < 24_000
    assert "import " not in text
    assert "document.cookie" not in text
    assert client.get("/sdk/slotwise.mjs").get_data(as_text=True).startswith(text)
