"""Limits on callers: how often with a key, how often from an address, and what is refused when too much waits."""

import ipaddress
import math
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, g

from service.buckets import Buckets, Taken
from service.http.errors import Problem
from service.keys import Principal
from service.settings import Settings
from service.waiting import waited

_UNKNOWN = "unknown"


class Limits:
    """The limits of an installation, of which every worker holds its share."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._share = settings.processes
        self._keys = Buckets(settings.rate_burst_seconds, settings.rate_entries)
        self._addresses = Buckets(settings.rate_burst_seconds, settings.rate_entries)

    def check(self, request: Request, known: Any) -> None:
        """Raise Problem when a caller is too fast; what is left is told in the answer's headers.

        `known` is what Flask's `g` stands for; its `principal` is the caller.
        """
        principal: Principal = known.principal
        publishable = principal.kind == "publishable"
        rate = principal.rate or (self._settings.rate_key if publishable else 0.0)
        if rate:
            self._take(known, self._keys, "key", principal.key_id, rate)
        if publishable:
            self.check_address(request, known)

    def check_address(self, request: Request, known: Any) -> None:
        """Raise Problem when an address is too fast, whoever it is."""
        if self._settings.rate_address:
            address = address_of(request, self._settings.proxies)
            self._take(known, self._addresses, "address", address, self._settings.rate_address)

    def check_load(self, scope: str) -> None:
        """Raise Problem when so much waits that this has waited too long; decisions are answered on a lower step."""
        if scope != "decide" and waited() > self._patience(scope):
            raise Problem("overloaded", "Too much at once", "the service is busy; try again in a moment")

    def _patience(self, scope: str) -> float:
        # Nobody looks on while events wait, and whoever is refused sends all of them again: more work, not less.
        settings = self._settings
        return settings.shed_events_seconds if scope == "events" else settings.shed_seconds

    def _take(self, known: Any, buckets: Buckets, name: str, caller: str, rate: float) -> None:
        taken = buckets.take(caller, rate / self._share)
        known.setdefault("rates", []).append((name, rate, taken))
        if not taken.allowed:
            raise Problem("rate_exceeded", "Too many requests", f"at most {rate:g} a second for this {name}")


def tell_limits(app: Flask) -> None:
    """Tell callers their limits in every answer to which they apply (draft-ietf-httpapi-ratelimit-headers-10)."""

    @app.after_request
    def _tell(response: Response) -> Response:
        rates: list[tuple[str, float, Taken]] | None = g.get("rates")
        if rates:
            policies = [f'"{name}";q={rate:g};w=1' for name, rate, _ in rates]
            left = [f'"{name}";r={int(taken.left)};t={math.ceil(taken.wait)}' for name, _, taken in rates]
            response.headers.extend((("RateLimit-Policy", ", ".join(policies)), ("RateLimit", ", ".join(left))))
        if response.status_code == 429 and rates:
            response.headers["Retry-After"] = str(max(1, math.ceil(rates[-1][2].wait)))
        return response


def address_of(request: Request, proxies: int) -> str:
    """Return whom an address belongs to: the client's own, or for IPv6 its network, for each has a whole one.

    Behind proxies it is what the outermost one of ours has added to X-Forwarded-For; the rest anybody could write.
    """
    given: str = request.environ.get("REMOTE_ADDR") or _UNKNOWN
    if proxies:
        hops = request.environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        given = hops[-min(proxies, len(hops))].strip() or given
    return _network(given)


@lru_cache(maxsize=10_000)
def _network(given: str) -> str:
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return _UNKNOWN
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((found, 64), strict=False))
