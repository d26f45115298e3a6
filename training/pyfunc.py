"""A bundle as an MLflow pyfunc model: for a data scientist's convenience in a notebook, never in the serving path.

`mlflow.pyfunc.load_model("models:/slotwise@champion").predict(frame)` takes one row per ask:
    touchpoint, slots (default 10), history (product ids, the oldest first), now (ms UTC, default: the end of the
    bundle's log), scene, seed, and any context.<name> and person.<name> columns
and returns one row per placement: row, touchpoint, slot, content_id, product_id, score, propensity, level.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from slotwise import packing
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.events import KIND_CODE, EventType
from slotwise.model import Model
from slotwise.person import Interaction, PersonState

_MINUTE = 60_000


class BundleModel:
    """Answers rows with placements."""

    def __init__(self, model: Model):
        self.model = model

    def predict(self, rows: Any, params: Mapping[str, Any] | None = None) -> Any:
        """Return a pandas frame of placements for a pandas frame or a list of dictionaries."""
        import pandas

        given = rows.to_dict("records") if isinstance(rows, pandas.DataFrame) else list(rows)
        placed = [placement for row, each in enumerate(given) for placement in self._placements(row, each)]
        return pandas.DataFrame(placed, columns=list(_COLUMNS))

    def _placements(self, row: int, given: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        now = int(given.get("now") or self.model.as_of)
        wanted = Wanted(
            asks=(Ask(str(given["touchpoint"]), int(given.get("slots") or 10)),),
            now=now,
            seed=str(given.get("seed") or row),
            context=_facts(given, "context."),
            scene=_text(given.get("scene")),
        )
        slate = decide(self.model, _state(given, now), wanted).slates[0]
        contents, products = self.model.catalog.contents.ids, self.model.catalog.products.ids
        for each in slate.placements:
            named = (contents[each.content], products[each.product])
            values = (row, slate.touchpoint, each.slot, *named, each.score, each.propensity, str(slate.level))
            yield dict(zip(_COLUMNS, values, strict=True))


_COLUMNS = ("row", "touchpoint", "slot", "content_id", "product_id", "score", "propensity", "level")


def _load_pyfunc(path: str) -> BundleModel:
    """MLflow's entry: open the bundle's folder."""
    return BundleModel(packing.load(Path(path)))


def _state(given: Mapping[str, Any], now: int) -> PersonState:
    history = given.get("history")
    products = [str(each) for each in history] if history is not None and not isinstance(history, float) else []
    view = KIND_CODE[EventType.VIEW]
    touched = [
        Interaction(now - _MINUTE * (len(products) - place), product, view, 0.0, "")
        for place, product in enumerate(products)
    ]
    totals = tuple(len(products) if code == view else 0 for code in range(len(PersonState("").totals)))
    first, last = (touched[0].time, touched[-1].time) if touched else (None, None)
    return PersonState("", tuple(touched), (), totals, first, last, _facts(given, "person."))


def _facts(given: Mapping[str, Any], prefix: str) -> dict[str, str | float]:
    # A frame fills what a row lacks with NaN, the only value unequal to itself.
    named = {name: each for name, each in given.items() if name.startswith(prefix)}
    known = {name: each for name, each in named.items() if each is not None and each == each}
    return {name.removeprefix(prefix): each if isinstance(each, str) else float(each) for name, each in known.items()}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
