"""The demo's own keys."""

from service.demo_keys import demo_keys


def test_keys_are_made_once(tmp_path):
    """The same ones are there the next time, and only their owner can read them."""
    first = demo_keys(tmp_path)

    assert first.publishable.startswith("pk_")
    assert first.secret.startswith("sk_")
    assert demo_keys(tmp_path) == first
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_keys_that_are_not_known_are_made_anew(tmp_path):
    """As after the service's folder was emptied, or the file damaged."""
    first = demo_keys(tmp_path)
    (tmp_path / "keys.json").write_text("{")
    second = demo_keys(tmp_path)
    for path in (tmp_path / "service").iterdir():
        path.unlink()

    assert len({first.publishable, second.publishable, demo_keys(tmp_path).publishable}) == 3
