"""An installation with a staircase over the checkerboard's category of even products, and its clock in the hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from service.at_hand import at_hand
from service.wiring import Service
from slotwise.configuration import Configuration
from slotwise.documents.staircases import Staircase

DAY, HOUR = 86_400_000, 3_600_000
STAIRCASE = {
    "staircase": "long",
    "category": "plan",
    "touchpoint": "home",
    "left_days": 7,
    "patience_hours": 24,
    "contacts": 2,
    "rest_days": 30,
    "capacity_per_day": 3,
    "talking_points": {"p0": "The first of all."},
    "results": [
        {"result": "sold"},
        {"result": "later", "then": "follow_up", "after_hours": 2},
        {"result": "never", "then": "rest"},
    ],
}
_IDS = count()


@dataclass
class Hall:
    """The service with its worklists, at `now` (ms UTC)."""

    service: Service
    now: int
    events: list[dict[str, Any]] = field(default_factory=list)

    def wall(self) -> float:
        """Seconds UTC."""
        return self.now / 1_000

    def happen(self, person: str, kind: str, at: int, product: str = "p0", **more: Any) -> None:
        """Let something happen to a person at a moment (ms UTC)."""
        from service.moments import to_text

        event = {"event_id": f"h{next(_IDS)}", "type": kind, "occurred_at": to_text(at), "person": {"id": person}}
        outcome = self.service.ingest.take([{**event, "product_id": product, **more}])[0]
        assert outcome.status == "accepted", outcome

    def left(self, person: str, days: float = 2.0, product: str = "p0") -> None:
        """Let a person leave a process so many days ago, and see the offer an hour later."""
        at = self.now - int(days * DAY)
        self.happen(person, "leave", at, product)
        self.happen(person, "exposure", at + HOUR, product, content_id=f"{product}.banner")


@pytest.fixture
def configure(data_dir_of_test) -> Iterator[Callable[..., Hall]]:
    """Makes the installation with a staircase that differs by keyword."""
    with at_hand(data_dir_of_test) as service:

        def make(**changed: Any) -> Hall:
            current = service.models.current
            assert current is not None
            hall = Hall(service, current.model.as_of + 10 * DAY)
            entry = Staircase.model_validate({**STAIRCASE, **changed})
            configuration = Configuration({"staircases": {entry.staircase: entry}})
            service.models.current = current.__class__(
                **{**vars(current), "model": current.model.configured(configuration)}
            )
            for part in (service.ingest, service.desk, service.building, service.staircase_report):
                object.__setattr__(part, "wall", hall.wall)
            return hall

        yield make


@pytest.fixture
def hall(configure) -> Hall:
    """The plain one."""
    return configure()
