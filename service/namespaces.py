"""Namespaces: which kinds of identifiers there are, and which of them say who a person is.

An identifier alone stands for a person of its own, called `namespace:value`, until a link says whose it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson

from service.asked import Person
from slotwise.errors import ConfigError

Kind = Literal["person", "session", "shared"]
KINDS: tuple[Kind, ...] = ("person", "session", "shared")
"""`person` identifies one and glues what it is seen with; `session` follows the first person it is seen with, and only
that one; `shared`, such as a family's device, never says who somebody is."""
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FIELDS = {"namespace", "title", "kind", "per_person", "per_identifier"}


@dataclass(frozen=True)
class Namespace:
    """One kind of identifier. Over a cap nothing is linked and an alarm is raised.

    `per_person`: most identifiers of this kind that one person may have. `per_identifier`: most persons that one
    identifier may bring together.
    """

    namespace: str
    kind: Kind
    per_person: int = 10
    per_identifier: int = 3
    title: str = ""


class Identifier(NamedTuple):
    """An outside identifier."""

    namespace: str
    value: str

    @property
    def leaf(self) -> str:
        """The id of the person that the identifier stands for as long as nothing else is known."""
        return f"{self.namespace}:{self.value}"


class Claim(NamedTuple):
    """That an identifier belongs to a person; `leaf` is the person's id as it was given, `cause` on whose word."""

    leaf: str
    identifier: Identifier
    cause: str = "event"


@dataclass(frozen=True)
class Namespaces:
    """All declared namespaces, the one that says most about who somebody is first."""

    ordered: tuple[Namespace, ...]

    @classmethod
    def from_json(cls, documents: Any) -> "Namespaces":
        """Read identities.json; raise ConfigError naming what is wrong."""
        if not isinstance(documents, list) or not all(isinstance(each, dict) for each in documents):
            raise ConfigError("identities are a list of namespaces", expected="a list of objects", given=documents)
        found = tuple(_namespace(each) for each in documents)
        names = [each.namespace for each in found]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ConfigError("a namespace is declared twice", given=twice)
        return cls(found)

    @classmethod
    def read(cls, path: Path) -> "Namespaces":
        """Read a file; raise ConfigError."""
        try:
            return cls.from_json(orjson.loads(path.read_bytes()))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path} cannot be read: {error}", expected="JSON, as in docs/persons.md") from error

    @cached_property
    def _places(self) -> dict[str, int]:
        # Those that identify a person go first whatever the order in which they are declared.
        known = sorted(self.ordered, key=lambda each: KINDS.index(each.kind))
        return {each.namespace: place for place, each in enumerate(known)}

    @cached_property
    def _named(self) -> dict[str, Namespace]:
        return {each.namespace: each for each in self.ordered}

    def of(self, name: str) -> Namespace:
        """Return a namespace; one that was not declared says nothing about who somebody is."""
        return self._named.get(name) or Namespace(name, "shared")

    def sorted(self, identities: Mapping[str, str]) -> list[Identifier]:
        """Return identifiers, the one that says most first; those of unknown namespaces last, in their order."""
        found = [Identifier(namespace, value) for namespace, value in identities.items()]
        return sorted(found, key=lambda each: self._places.get(each.namespace, len(self._places)))

    def leaf(self, person: Person) -> str:
        """Return the id under which a person's events are stored: the given one, or that of the best identifier.

        Empty for an anonymous visitor.
        """
        if person.id is not None:
            return person.id
        return self.sorted(person.identities)[0].leaf if person.identities else ""

    def claims(self, person: Person) -> list[Claim]:
        """Return what somebody who gives several identifiers at once says about whose they are."""
        leaf = self.leaf(person)
        found = (each for each in self.sorted(person.identities) if self.of(each.namespace).kind != "shared")
        return [Claim(leaf, each) for each in found if each.leaf != leaf]

    def identifier(self, leaf: str) -> Identifier | None:
        """Return the identifier that an id stands for, None when it is the id of a person."""
        namespace, colon, value = leaf.partition(":")
        return Identifier(namespace, value) if colon and value and namespace in self._named else None


def _namespace(document: Mapping[str, Any]) -> Namespace:
    unknown = sorted(set(document) - _FIELDS)
    if unknown:
        raise ConfigError(f"a namespace has no {unknown[0]}", expected=sorted(_FIELDS), given=unknown[0])
    name, kind = document.get("namespace"), document.get("kind")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ConfigError("a namespace's name is not valid", expected="letters, digits, _ . and -", given=name)
    if kind not in KINDS:
        raise ConfigError(f"{name} has no such kind", expected=list(KINDS), given=kind)
    caps = {each: document[each] for each in ("per_person", "per_identifier") if each in document}
    wrong = next((each for each, cap in caps.items() if type(cap) is not int or cap < 1), None)
    if wrong is not None:
        raise ConfigError(f"{name}: {wrong} is not a cap", expected="a whole number from 1 on", given=caps[wrong])
    title = document.get("title", "")
    if not isinstance(title, str):
        raise ConfigError(f"{name} has a title that is no text", given=title)
    return Namespace(name, kind, title=title, **caps)


DEFAULT = Namespaces(
    (
        Namespace("member", "person", 3, 3, "Member number of a unit"),
        Namespace("phone_hash", "person", 5, 3, "Digest of a phone number"),
        Namespace("wechat_unionid", "person", 3, 3, "WeChat account"),
        Namespace("wechat_openid", "person", 20, 3, "WeChat account as one mini program or official account sees it"),
        Namespace("app_id", "person", 20, 3, "Installation of the app in which somebody has logged in"),
        Namespace("anonymous", "session", 1_000, 1, "Browser or app before anybody has logged in"),
        Namespace("session", "session", 1_000, 1, "One visit"),
        Namespace("device", "shared", 1, 1, "Device, which a family may share"),
    )
)
"""The namespaces of an installation that declares none."""
