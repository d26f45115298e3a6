"""Scenes at work: the one that a person is in the middle of, found from facts, and what it chooses and opens."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from slotwise.catalog import Catalog
from slotwise.conditions import Condition, Facts
from slotwise.conditions.folding import folded
from slotwise.documents.scenes import Scene
from slotwise.errors import ConditionError
from slotwise.moment import Moment
from slotwise.rulebook.alike import Alike
from slotwise.rulebook.columns import ContentColumns

_HOUR = 3_600_000
_TOLD = ("context.", "person.")
"""How the names of facts begin that need not be computed."""
_KEPT = 4_096
"""Sets of facts of which is kept what was detected."""
_UNASKED = "\x00"
"""Stands for what was not asked yet."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Scenes:
    """All scenes of an installation, the most urgent first."""

    ordered: tuple[Scene, ...] = ()
    _masks: dict[str, tuple[Catalog, Mask]] = field(default_factory=dict, repr=False, compare=False)
    """By scene: what it chooses in the catalogue that was asked about last."""

    @classmethod
    def of(cls, scenes: Iterable[Scene]) -> "Scenes":
        """Return these scenes; of equal priority those that stand first in the alphabet come first."""
        return cls(tuple(sorted(scenes, key=lambda each: (-each.priority, each.scene))))

    @classmethod
    def from_json(cls, documents: Iterable[Mapping[str, Any]]) -> "Scenes":
        """Read scenes.json; every condition is compiled, so that a wrong one is found now. Raises ConditionError."""
        return cls.of(map(_read, documents))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the documents again."""
        return [each.to_json() for each in self.ordered]

    def get(self, scene: str | None) -> Scene | None:
        """Return a scene by name, None where there is no such scene."""
        return next((each for each in self.ordered if each.scene == scene), None)

    def detect(self, facts: Facts, told: Facts | None = None) -> str | None:
        """Return the name of the most urgent scene that holds, or None.

        `told` are the facts of context and person alone where `facts` compute others: scenes that read no others are
        asked of it, which takes less time.
        """
        if not self.ordered:
            return None
        key = self._key(facts, told)
        kept = self._detected
        found: str | None = _UNASKED if key is None else kept.get(key, _UNASKED)
        if found is _UNASKED:
            found = self._asked(facts, told)
            if key is not None:
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[key] = found
        return found

    def _asked(self, facts: Facts, told: Facts | None) -> str | None:
        for scene, truth, plain in self._truths:
            if truth(facts if told is None or not plain else told) is True:
                return scene
        return None

    def _key(self, facts: Facts, told: Facts | None) -> tuple[Hashable, ...] | None:
        """What is equal for facts that are the same to all conditions; None where each has to be asked."""
        key: list[Hashable] = []
        for name, plain, alike in self._reads:
            try:
                value = (facts if told is None or not plain else told).get(name)
            except Exception:
                # It may not be needed; else asking says what is the matter.
                return None
            if value is not None and value.__class__ is not str:
                value = alike.key(value)
                if value is None:
                    return None
            key.append(value)
        return tuple(key)

    @cached_property
    def _reads(self) -> list[tuple[str, bool, Alike]]:
        """Every fact that conditions read, whether it is told, and what they can tell apart of it."""
        whens = [each.when for each in self.ordered]
        names = dict.fromkeys(name for each in whens for name in (*each.names, *(call.key for call in each.calls)))
        trees = [folded(each.tree) for each in whens]
        return [(name, name.startswith(_TOLD), Alike(name, trees)) for name in names]

    @cached_property
    def _detected(self) -> dict[tuple[Hashable, ...], str | None]:
        """What was detected of facts that are alike."""
        return {}

    @cached_property
    def _truths(self) -> list[tuple[str, Callable[[Facts], bool | None], bool]]:
        return [(each.scene, each.when.truth, _is_told(each.when)) for each in self.ordered]

    def chosen(self, scene: str | None, catalog: Catalog) -> Mask | None:
        """bool (n_contents,): what a scene chooses; None where it chooses from everything. Shared: do not write."""
        found = self.get(scene)
        if found is None or found.candidates is None:
            return None
        kept = self._masks.get(found.scene)
        if kept is None or kept[0] is not catalog:
            kept = self._masks[found.scene] = (catalog, found.candidates.over(ContentColumns(catalog)))
        return kept[1]

    def opens(self, scene: str | None, moment: Moment, catalog: Catalog) -> tuple[str, ...]:
        """Return the touchpoints that a scene opens now by itself: none while it cools down."""
        found = self.get(scene)
        if found is None or not found.opens or self.cools_down(scene, moment, catalog):
            return ()
        return tuple(each for each in found.opens if catalog.touchpoint(each) >= 0)

    def cools_down(self, scene: str | None, moment: Moment, catalog: Catalog) -> bool:
        """Whether something was shown or sent away not long ago where a scene opens."""
        found = self.get(scene)
        return found is not None and _cools_down(found, moment, catalog)


def _is_told(when: Condition) -> bool:
    """Whether a condition reads nothing but what is told of context and person."""
    return not when.calls and all(each.startswith(_TOLD) for each in when.names)


def _cools_down(scene: Scene, moment: Moment, catalog: Catalog) -> bool:
    fresh = moment.shown_times > moment.now - scene.cool_down_hours * _HOUR
    if not fresh.any():
        return False
    return bool(np.isin(moment.shown_places[fresh], [catalog.touchpoint(each) for each in scene.opens]).any())


def _read(document: Mapping[str, Any]) -> Scene:
    try:
        return Scene.model_validate(dict(document))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        at = ".".join(map(str, first["loc"]))
        raise ConditionError(
            f"a scene cannot be read: {at}: {first['msg']}", expected=["scene", "when"], given=first.get("input")
        ) from error
