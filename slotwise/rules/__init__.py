"""Rules: what may not be shown, to whom, and what may not stand beside what.

A rule can `exclude` products before anything is scored, and it can `allow` or forbid candidates while
slots are drawn. Both are masks inside the draw, so the logged propensities are true. The same rules
hold at every step of the fallback ladder, and a rule that fails excludes everything: it fails closed.
A file in this room is found by itself.
"""

from abc import ABC
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.discovery import members
from slotwise.errors import ConfigError
from slotwise.lazy import lazy
from slotwise.limited import Limit
from slotwise.moment import Moment
from slotwise.touchpoints import Touchpoint

_KERNEL = "slotwise.kernels.board"


@dataclass(eq=False)
class Board:
    """What slot rules see: the touchpoint, its candidates, and what the page holds already.

    contents, products: int32 (m,) of the candidates; on_page: products placed on other touchpoints.
    """

    touchpoint: Touchpoint
    catalog: Catalog
    contents: NDArray[np.int32]
    products: NDArray[np.int32]
    on_page: frozenset[int]

    @lazy
    def new_to_page(self) -> NDArray[np.bool_]:
        """bool (m,): candidates whose product stands on no other touchpoint of the call."""
        return none_of(self.on_page, self.products)

    @lazy
    def numbered(self) -> NDArray[np.intp]:
        """intp (m,): candidates of the same product have the same number, counted from 0."""
        return np.unique(self.products, return_inverse=True)[1]

    @lazy
    def one_each(self) -> bool:
        """Whether no two candidates promote the same product."""
        return self.catalog.one_to_one or kernels.load(_KERNEL).all_different(self.products)


def none_of(taken: Collection[int], codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """bool (m,): which of the codes int32 (m,) are none of those that are taken."""
    free = np.empty(len(codes), np.bool_)
    kernels.load(_KERNEL).none_of(codes, np.fromiter(taken, np.int32, len(taken)), free)
    return free


@dataclass(frozen=True)
class Rule(ABC):
    """One rule; its fields are its parameters."""

    name: ClassVar[str]
    page: ClassVar[Literal["asked", "nothing", "once"]] = "asked"
    """What `allow` makes of the rest of a page: "nothing"; that a product stands there "once", and this is all it says;
    or it has to be "asked" when it is known what stands there, so that a page is not drawn at once."""

    def exclude(self, moment: Moment, catalog: Catalog) -> NDArray[np.int32]:
        """Return codes of products that this person must not see now."""
        return np.zeros(0, np.int32)

    def allow(self, board: Board, drawn: Sequence[int]) -> NDArray[np.bool_] | None:
        """Return bool (m,): the candidates that may come next after `drawn` (places); None allows all."""
        return None

    def limits(self, board: Board) -> tuple[Limit, ...] | None:
        """Return what `allow` closes as candidates are drawn, beyond what it closes before the first one.

        None where it cannot be said beforehand: then `allow` is asked slot by slot, else once a board.
        """
        return () if type(self).allow is Rule.allow else None

    def binds(self, touchpoint: Touchpoint) -> bool:
        """Whether `allow` and `limits` can close anything on a touchpoint; who always may need not say so."""
        return True

    def to_json(self) -> dict[str, Any]:
        """Return name and parameters."""
        return {"rule": self.name, **asdict(self)}


class OnPage(NamedTuple):
    """What rules say while a page is drawn: whether a product stands there once, and who sees more than that."""

    once: bool
    alone: tuple[Rule, ...]
    """Rules that see the candidates of a touchpoint and nothing else on the page."""


def on_page(rules: Sequence[Rule]) -> OnPage | None:
    """Return what rules say of a page; None where one of them has to be asked touchpoint by touchpoint."""
    saying = [each for each in rules if type(each).allow is not Rule.allow]
    if any(each.page == "asked" for each in saying):
        return None
    alone = tuple(each for each in saying if each.page == "nothing")
    return OnPage(any(each.page == "once" for each in saying), alone)


def rules() -> dict[str, type[Rule]]:
    """Return every kind of rule of this room by name."""
    return members(__name__, Rule)


def rule_from_json(document: Mapping[str, Any]) -> Rule:
    """Make a rule from its name and parameters; raise ConfigError for a name or a parameter that no file has."""
    kinds = rules()
    if document.get("rule") not in kinds:
        raise ConfigError("no such rule", expected=sorted(kinds), given=document.get("rule"))
    try:
        return kinds[document["rule"]](**{key: value for key, value in document.items() if key != "rule"})
    except TypeError as error:
        raise ConfigError(f"a rule cannot be read: {error}", given=dict(document)) from error
