"""A response: gunicorn's own, which judges the name of a header once and writes the date once a second."""

import time
from collections.abc import Iterable

from gunicorn import util
from gunicorn.http import wsgi

_MOST = 1_000
"""Names that are kept; an application has a few dozen."""
_plain: set[str] = set()
"""Names of headers that gunicorn let through, and that say nothing to itself."""
_OWN = ("content-length", "upgrade")


class Response(wsgi.Response):
    """What an application starts and writes; the bytes are those that gunicorn would send."""

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Take headers in; raises as gunicorn does for what is none."""
        for name, value in headers:
            if name in _plain and isinstance(value, str) and wsgi.HEADER_VALUE_RE.fullmatch(value):
                self.headers.append((name, value.strip(" \t")))
                continue
            super().process_headers([(name, value)])
            if name.lower() not in _OWN and not util.is_hoppish(name) and len(_plain) < _MOST:
                _plain.add(name)

    def default_headers(self) -> list[str]:
        """Return what every answer begins with."""
        if self.upgrade or self.chunked:
            return list(super().default_headers())
        major, minor = self.req.version
        connection = "close" if self.should_close() else "keep-alive"
        return [
            f"HTTP/{major}.{minor} {self.status}\r\nServer: {self.version}\r\n",
            f"Date: {_date(int(time.time()))}\r\nConnection: {connection}\r\n",
        ]


def _date(second: int) -> str:
    if _last[0] != second:
        _last[:] = second, util.http_date(second)
    return str(_last[1])


_last: list[int | str] = [0, ""]
"""A second and how it is written."""
