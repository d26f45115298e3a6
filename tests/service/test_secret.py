"""The secret is made once, readable by its owner only, and different keys come from it."""

from concurrent.futures import ThreadPoolExecutor

from service.secret import derived, find_secret
from service.settings import Settings


def test_it_is_made_once_and_kept(tmp_path):
    """The same secret at every start, in a file of mode 600."""
    settings = Settings(data_dir=tmp_path / "var")
    first = find_secret(settings)

    assert find_secret(settings) == first
    assert len(first) == 64
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600


def test_a_setting_comes_first(tmp_path):
    """With a setting nothing is written."""
    assert find_secret(Settings(data_dir=tmp_path / "var", secret="0123456789abcdef")) == b"0123456789abcdef"
    assert not (tmp_path / "var").exists()


def test_two_that_start_at_once_read_the_same(tmp_path):
    """Whoever makes it first has made it for all."""
    settings = Settings(data_dir=tmp_path)
    with ThreadPoolExecutor(1) as pool:
        found = {pool.submit(find_secret, settings).result() for _ in range(5)} | {find_secret(settings)}

    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_purposes_have_keys_of_their_own():
    """A key for one use tells nothing about that of another."""
    assert derived(b"secret", "a") != derived(b"secret", "b")
    assert len(derived(b"secret", "a")) == 32
