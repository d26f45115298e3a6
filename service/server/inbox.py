"""An inbox: the bytes that a client has sent, and whether they make a whole request yet.

Only as much of HTTP/1.1 is read here as tells where a request ends (RFC 9112, section 6); whether it is a good
one is for the parser to say. What is in doubt is handed over as it is, to be refused there.
"""

import re

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_ANY_LENGTH = re.compile(rb"\r\ncontent-length:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[^\r\n]{0,256}\r\n")
_END = b"\r\n\r\n"
_LONGEST_LINE = 300
MAX_HEAD = 65_536
"""Most bytes of a request line and its headers."""


class TooLarge(Exception):
    """The body has more bytes than are taken."""


class HeadTooLarge(Exception):
    """The request line and headers have more bytes than are taken."""


class Inbox:
    """Gathers bytes and gives out whole requests; `limit` is the most bytes of a body."""

    def __init__(self, limit: int):
        self._limit = limit
        self._bytes = bytearray()
        self._looked = 0
        self._head = 0
        self._end = 0
        self._chunk = 0
        self._taken = 0

    def __len__(self) -> int:
        return len(self._bytes)

    @property
    def expects_word(self) -> bool:
        """Whether the client waits to be told to go on, with its head here and its body not."""
        return bool(self._head) and bool(_EXPECTS.search(self._bytes, 0, self._head))

    def feed(self, data: bytes) -> None:
        """Take in bytes."""
        self._bytes += data

    def clear(self) -> None:
        """Forget everything."""
        self._bytes.clear()

    def take(self) -> bytes | None:
        """Return the next whole request and forget it, or None; raise TooLarge or HeadTooLarge."""
        if not self._head and not self._find_head():
            return None
        end = self._find_end_of_chunks() if self._chunk else self._end
        if not end or len(self._bytes) < end:
            return None
        request = bytes(self._bytes[:end])
        del self._bytes[:end]
        self._looked = self._head = self._end = self._chunk = self._taken = 0
        return request

    def _find_head(self) -> bool:
        found = self._bytes.find(_END, max(0, self._looked - len(_END)))
        self._looked = len(self._bytes)
        if found < 0 or found > MAX_HEAD:
            if len(self._bytes) > MAX_HEAD:
                raise HeadTooLarge
            return False
        self._head = found + len(_END)
        self._read_head()
        return True

    def _read_head(self) -> None:
        # Up to the empty line, so that every header is followed by an end of line.
        lengths = _LENGTH.findall(self._bytes, 0, self._head)
        self._end = self._head
        if _CHUNKED.search(self._bytes, 0, self._head):
            if not _ANY_LENGTH.search(self._bytes, 0, self._head):
                self._chunk = self._head
        elif len(lengths) == 1:
            if int(lengths[0]) > self._limit:
                raise TooLarge
            self._end += int(lengths[0])

    def _find_end_of_chunks(self) -> int:
        """Return where the chunked body ends, 0 when it has not come yet."""
        while True:
            line = _SIZE.match(self._bytes, self._chunk)
            if line is None:
                # Not a size: the parser will say so. Not yet a whole line: wait.
                rest = len(self._bytes) - self._chunk
                bad = rest > _LONGEST_LINE or b"\r\n" in self._bytes[self._chunk :]
                return len(self._bytes) if bad else 0
            size = int(line[1], 16)
            if size == 0:
                return self._end_of_trailers(line.end())
            self._taken += size
            if self._taken > self._limit:
                raise TooLarge
            if len(self._bytes) < line.end() + size + 2:
                self._taken -= size
                return 0
            self._chunk = line.end() + size + 2

    def _end_of_trailers(self, start: int) -> int:
        if self._bytes[start : start + 2] == b"\r\n":
            return start + 2
        found = self._bytes.find(_END, start)
        if found < 0 and len(self._bytes) - start > MAX_HEAD:
            raise HeadTooLarge
        return found + len(_END) if found >= 0 else 0
