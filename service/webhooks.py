"""Webhooks: what is sent to an address that an operator named, signed, tried again, and never kept waiting for.

Only to https and to public addresses, unless the installation allows more: an address is looked up once, checked, and
connected to as it was checked, so that a name cannot lead elsewhere in between. Redirects are not followed.
"""

import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from service.secret import derived
from slotwise.errors import WebhookError
from slotwise.signing import HEADER, signature_of, text_of

KEY_ID = "webhook"
_AGAIN = {408, 425, 429}
_LONGEST = 2_000


def webhook_key(secret: bytes) -> str:
    """Return what receivers check signatures with, 64 hexadecimal digits, made from the installation's secret."""
    return derived(secret, "webhooks").hex()


@dataclass(frozen=True)
class Webhooks:
    """Sends documents. `anywhere` allows plain http and private addresses; `seconds` is the most that one try takes.

    A try that is refused with 408, 425, 429 or 5xx, or not answered, is repeated after 1, 2, 4 ... seconds.
    """

    secret: bytes = field(repr=False)
    anywhere: bool = False
    seconds: float = 10.0
    tries: int = 4
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time

    def check(self, url: str) -> SplitResult:
        """Return the parts of an address that may be sent to; raise WebhookError for another one."""
        try:
            parts = urlsplit(url)
            usable = bool(parts.hostname) and parts.port != 0 and len(url) <= _LONGEST and url.isascii()
        except ValueError:
            usable = False
        if not usable or any(letter <= " " for letter in url):
            raise WebhookError("this is no address that can be sent to", expected="https://host/path", given=url[:200])
        if parts.scheme != "https" and not (self.anywhere and parts.scheme == "http"):
            raise WebhookError("only https is sent to", expected="https://...", given=url[:200])
        if parts.username is not None or parts.password is not None:
            raise WebhookError("an address must not hold a password", hint="the body is signed: check that instead")
        return parts

    def send(self, url: str, body: bytes, name: str = "") -> int:
        """Send a JSON document and return the status of the answer; raise WebhookError when it is not taken.

        `name` is the same for every try, so that a receiver can tell a repetition (`Slotwise-Delivery`).
        """
        parts, name = self.check(url), name or secrets.token_hex(12)
        why = ""
        for attempt in range(self.tries):
            if attempt:
                self.sleep(2.0 ** (attempt - 1))
            try:
                status = self._try(parts, body, name)
            except (OSError, HTTPException) as error:
                why = f"{type(error).__name__}: {error}"[:200]
                continue
            if 200 <= status < 300:
                return status
            why = f"it answered {status}"
            if status < 500 and status not in _AGAIN:
                break
        raise WebhookError(f"{parts.hostname} did not take it: {why}", hint="what was sent before stays sent")

    def _try(self, parts: SplitResult, body: bytes, name: str) -> int:
        host, secure = str(parts.hostname), parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        link = _Link(host, port, self._resolved(host, port), secure, self.seconds)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # A receiver that sends a byte now and then would outlive any timeout of single reads.
        ending = threading.Timer(self.seconds, link.abort)
        ending.daemon = True
        ending.start()
        try:
            link.request("POST", target, body, self._headers(target, body, name))
            return link.getresponse().status
        finally:
            ending.cancel()
            link.close()

    def _resolved(self, host: str, port: int) -> str:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.anywhere and not all(ip_address(each).is_global for each in found):
            raise WebhookError(f"{host} is not a public address", hint="SLOTWISE_WEBHOOKS_ANYWHERE allows it")
        return found[0]

    def _headers(self, target: str, body: bytes, name: str) -> dict[str, str]:
        at, nonce = int(self.clock()), secrets.token_urlsafe(18)
        key = bytes.fromhex(webhook_key(self.secret))
        signature = signature_of(key, text_of("POST", target, body, at, nonce))
        return {
            "Content-Type": "application/json",
            "User-Agent": "slotwise",
            "Slotwise-Delivery": name,
            HEADER: f"key={KEY_ID}, time={at}, nonce={nonce}, signature={signature}",
        }


class _Link(HTTPConnection):
    """A connection to an address that was looked up and checked already."""

    def __init__(self, host: str, port: int, address: str, secure: bool, seconds: float):
        super().__init__(host, port, timeout=seconds)
        self._address, self._secure = address, secure
        if secure:
            self.default_port = HTTPSConnection.default_port

    def connect(self) -> None:
        """Connect to the address; the certificate has to be the name's."""
        made = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(made, server_hostname=self.host) if self._secure else made

    def abort(self) -> None:
        """End whatever is being waited for."""
        sock = self.sock  # who waits may end by itself meanwhile, and then there is none
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()
