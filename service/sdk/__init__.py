"""The browser SDK: one file of plain JavaScript, for a script tag and for `import` alike."""

import gzip
from functools import cache
from importlib.resources import files

_EXPORTS = b"\nexport const { init, Client, assign } = globalThis.Slotwise;\nexport default globalThis.Slotwise;\n"


@cache
def script() -> bytes:
    """Return the SDK for a script tag: it makes `Slotwise`."""
    return files(__name__).joinpath("slotwise.js").read_bytes()


@cache
def module() -> bytes:
    """Return the same as an ES module."""
    return script() + _EXPORTS


@cache
def packed(text: bytes) -> bytes:
    """Return a file as browsers that take gzip get it; the same each time, so that it has one tag."""
    return gzip.compress(text, mtime=0)
