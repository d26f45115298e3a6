"""Keys: what a caller shows to say who it is, and what it may do.

A key is `pk_<id>_<secret>` (publishable: safe inside an app or a web page) or `sk_<id>_<secret>` (secret: for
servers). The id is no secret, so that a key is looked up by it; the secret has 190 random bits.
"""

import re
import secrets
import string
from dataclasses import dataclass
from typing import Literal

SCOPES = {
    "decide": "ask for decisions",
    "events": "send events",
    "explain": "see every stage behind a decision, and ask for `explain: full`",
    "persons": "read persons, export what is known of one, use the pages",
    "persons:write": "link and merge persons, set their consent, erase them",
    "events:admin": "list rejected events, correct them and send them again",
    "models": "see the models, and look at the shelf",
    "log": "read logged decisions",
    "configuration": "read the configuration, check what a change would do",
    "configuration:write": "change the configuration, bring an earlier one back",
    "audiences": "see audiences, their sizes, overlaps and lift",
    "audiences:export": "give audiences out, and see who was given out",
    "experiments": "read experiments, their reports and what a unit gets, plan new ones",
    "experiments:write": "write experiments, start, ramp, pause, stop and archive them",
    "worklists": "read worklists, take tasks and record what came of them",
    "metrics": "read the metrics",
    "reports": "read what the log was found to say: reviews of contents, what touchpoints are worth",
    "admin": "everything",
}
"""What a key may be allowed to do, each with its meaning."""
ADMIN = "admin"
PUBLIC = ""
"""The scope of a route that needs no key."""
PUBLISHABLE = frozenset({"decide", "events"})
"""All that a key which is published inside an app may ever do."""

Kind = Literal["publishable", "secret"]
_PREFIX: dict[Kind, str] = {"publishable": "pk", "secret": "sk"}
_LETTERS = string.ascii_letters + string.digits
_ID = 12
_SECRET = 32
_FORM = re.compile(rf"[ps]k_([a-z0-9]{{{_ID}}})_[A-Za-z0-9]{{{_SECRET}}}")


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller of a request: its key, what it may do, and the web origins that may use it (`*`: any).

    `rate` is the most requests a second with this key, None: the installation's for its kind.
    """

    key_id: str
    kind: Literal["publishable", "secret", "open"]
    scopes: frozenset[str]
    origins: tuple[str, ...] = ()
    rate: float | None = None


OPEN = Principal("", "open", frozenset(SCOPES))
"""The caller of an installation that asks for no keys."""


def new_key(kind: Kind) -> tuple[str, str]:
    """Return a new key's id and the key itself."""
    key_id = "".join(secrets.choice(_LETTERS[:26] + string.digits) for _ in range(_ID))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(_SECRET))
    return key_id, f"{_PREFIX[kind]}_{key_id}_{secret}"


def id_of(key: str) -> str | None:
    """Return the id inside a key, or None when it is no key."""
    found = _FORM.fullmatch(key)
    return found[1] if found else None


def all_scopes(scopes: frozenset[str]) -> frozenset[str]:
    """Return what scopes allow: `admin` is everything."""
    return frozenset(SCOPES) if ADMIN in scopes else scopes
