"""Keys: who may call what. A principal is the caller of one request; scopes are what a caller may be allowed to do."""

from dataclasses import dataclass
from typing import Literal

SCOPES = {
    "decide": "ask for decisions",
    "events": "send events",
    "explain": "see every stage behind a decision, and `explain: full`",
    "persons": "read persons, export one, and use the pages",
    "persons:write": "link and merge persons, set their consent, erase them",
    "events:admin": "list rejected events, correct them and send them again",
    "models": "see the models and look at the shelf",
    "log": "read logged decisions",
    "metrics": "read the metrics",
    "admin": "everything",
}
"""What a key may be allowed to do, each with its meaning."""
ADMIN = "admin"
PUBLIC = ""
"""The scope of a route that needs no key."""
PUBLISHABLE = frozenset({"decide", "events"})
"""All that a key which is published inside an app may ever do."""

Kind = Literal["publishable", "secret", "open"]


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller of a request: its key, what it may do, and from which web origins (none: from any)."""

    key_id: str
    kind: Kind
    scopes: frozenset[str]
    origins: tuple[str, ...] = ()


OPEN = Principal("", "open", frozenset(SCOPES))
"""The caller of an installation that asks for no keys."""
