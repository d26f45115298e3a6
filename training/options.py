"""Options of one training: they come from the data set, a file and the command line, and travel with the run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

import orjson

from slotwise.candidates import generators, options_of
from slotwise.errors import ConfigError
from slotwise.policies import Policy, policies, policy_from_json
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rules import Rule, rule_from_json
from slotwise.rules.once_per_page import OncePerPage
from training.occasions import Target

Watch = Callable[[str, float], None]
"""Told what is under way and which share of it is done, 0 to 1."""


def unheard(what: str, done: float) -> None:
    """Watch nothing: for what is done beside something that is watched."""


def _usual() -> list[str]:
    return [name for name, kind in generators().items() if kind.usual]


@dataclass(frozen=True)
class TrainOptions:
    """Options of one training; they travel to the tracker and into the bundle."""

    generators: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {name: {} for name in _usual()})
    """Options by generator; one that is not named is left out. The default holds the usual ones."""
    ranker: Mapping[str, Any] = field(default_factory=dict)
    """Options of LambdaMART, by name."""
    rules: tuple[Rule, ...] = (OncePerPage(),)
    """Rules that every decision keeps."""
    policy: Policy = field(default_factory=lambda: PlackettLuce(explore=0.1))
    """How slots are drawn."""
    target: Target = "next"
    """What counts as wanted where nothing was logged as shown."""
    hold_out: Literal["time", "persons", "newcomers", "auto"] = "auto"
    """What the ranker learns from: the latest stretch of the log, or persons set aside, each in the world of their own
    time or, as newcomers who bring their past along, in that of the log's end."""
    share: float = 0.2
    """Share of the log (or of the persons) that the ranker learns from."""
    windows: int = 1
    """Stretches that the latest share of the log is cut into where it is split in time: before each of them the
    generators are fitted anew, so that the ranker meets them as fresh as they will be live."""
    occasions: int = 20_000
    """Most occasions that the ranker learns from."""
    organic: int = 0
    """Most occasions of later interactions that the ranker learns from beside impressions."""
    rows: int = 60
    """Most candidates of an occasion that the ranker sees: all that were wanted, the others drawn evenly."""
    retrieve: int = 100
    """Candidates of each generator."""
    tick: int = 60_000
    """How often counts are refreshed in ms, live and in replay."""
    seed: int = 1
    """Everything random follows from it."""

    def to_json(self) -> dict[str, Any]:
        """Return a plain document from which `from_json` makes the same options."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return plain | {
            "generators": {name: dict(given) for name, given in sorted(self.generators.items())},
            "ranker": dict(self.ranker),
            "rules": [each.to_json() for each in self.rules],
            "policy": self.policy.to_json(),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read a document; options left out keep their defaults. Raises ConfigError for what no option takes.

        A rule or a policy may be given by its name alone; a generator that is false is left out.
        """
        _known(document, cls)
        given = dict(document)
        if "generators" in given:
            chosen = given["generators"]
            kept = sorted(name for name in chosen if chosen[name] is not False)
            given["generators"] = {name: _table(chosen[name], name) for name in kept}
        if "rules" in given:
            named = ({"rule": each} if isinstance(each, str) else each for each in given["rules"])
            given["rules"] = tuple(map(rule_from_json, named))
        if "policy" in given:
            given["policy"] = _policy(given["policy"])
        options = cls(**given)
        options.check()
        return options

    def check(self) -> None:
        """Raise ConfigError for a value outside its range, an unknown generator or an unknown option of one."""
        kinds = generators()
        for name, given in self.generators.items():
            if name not in kinds:
                raise ConfigError(f"there is no generator {name!r}", expected=sorted(kinds), given=name)
            options_of(kinds[name], given)
        LambdaMartConfig.from_dict({"seed": self.seed, **self.ranker})
        if "popular" not in self.generators:
            raise ConfigError("the fallback ladder needs the generator popular", given=sorted(self.generators))
        for name, allowed in _CHOICES.items():
            _expect(getattr(self, name) in allowed, name, " or ".join(allowed), getattr(self, name))
        _expect(_number(self.share, 0.01, 1.0), "share", "0.01 to 1", self.share)
        for name, most in _WHOLE.items():
            value, least = getattr(self, name), 0 if name in ("seed", "organic") else 1
            _expect(isinstance(value, int) and _number(value, least, most), name, f"{least} to {most}", value)


_CHOICES = {"target": ("next", "visit", "rest"), "hold_out": ("time", "persons", "newcomers", "auto")}
_WHOLE = {
    "occasions": 10_000_000, "organic": 10_000_000, "rows": 10_000, "retrieve": 10_000, "tick": 86_400_000,
    "windows": 100, "seed": 2**31 - 1,
}  # fmt: skip


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the values of `over`; tables within it are merged key by key, lists replaced."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def setting(text: str) -> dict[str, Any]:
    """Read `ranker.trees=200` as {"ranker": {"trees": 200}}; values are JSON, or text where they are not."""
    name, equals, value = text.partition("=")
    if not equals or not all(name.split(".")):
        raise ConfigError(f"{text!r} is not a setting", expected="name=value, such as ranker.trees=200", given=text)
    try:
        document: Any = orjson.loads(value)
    except ValueError:
        document = value
    for key in reversed(name.strip().split(".")):
        document = {key: document}
    return document


def _policy(given: Any) -> Policy:
    document = {"policy": given} if isinstance(given, str) else dict(given)
    if document.get("policy") not in policies():
        raise ConfigError("no such policy", expected=sorted(policies()), given=document.get("policy"))
    try:
        return policy_from_json(document)
    except TypeError as error:
        raise ConfigError(f"{document['policy']} has no such parameter: {error}", given=document) from error


def _known(document: Mapping[str, Any], kind: type) -> None:
    known = [each.name for each in fields(kind)]
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise ConfigError(f"training has no option {unknown[0]!r}", expected=known, given=unknown)


def _table(given: Any, name: str) -> dict[str, Any]:
    _expect(given is True or isinstance(given, Mapping), name, "a table of options, true or false", given)
    return {} if given is True else dict(given)


def _number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _expect(holds: bool, name: str, expected: str, given: Any) -> None:
    if not holds:
        raise ConfigError(f"{name} is out of range", expected=expected, given=given)
