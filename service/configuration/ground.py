"""Ground: what a configuration is checked and tried on: the model as it was trained, its live world, some persons."""

from dataclasses import dataclass, field

from service.models import Serving
from service.stores.states import States
from slotwise import person
from slotwise.documents import World
from slotwise.errors import SlotwiseError
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState

KNOWN = 10
"""Known persons that a dry run decides for, besides somebody of whom nothing is known."""


@dataclass(frozen=True)
class Ground:
    """A model without any configuration of a revision; None before one is live."""

    trained: Model | None = None
    live: Live | None = None
    persons: list[PersonState] = field(default_factory=list)

    @property
    def world(self) -> World:
        """What documents are checked against."""
        return World() if self.trained is None else World(self.trained.catalog, self.trained.facets)


def of_serving(serving: Serving | None, states: States) -> Ground:
    """Return the ground of a worker."""
    if serving is None:
        return Ground()
    return Ground(serving.trained or serving.model, serving.live, sample(states))


def of_model(model: Model | None, states: States, now: int) -> Ground:
    """Return the ground of a command, which serves nothing: the counts are the model's own, the clock (ms UTC) is not.

    What is open, on sale and in force is so now, and was perhaps not when the log ended that the model learned from.
    """
    if model is None:
        return Ground()
    start = model.start
    return Ground(model, model.live(start.counts, start.trail, max(now, start.at)), sample(states))


def sample(states: States, most: int = KNOWN) -> list[PersonState]:
    """Return some persons of the store, and one of whom nothing is known; that one alone when it does not answer."""
    found: list[PersonState] = []
    try:
        for each in states.some(most):
            found.append(states.get(each))
    except SlotwiseError:
        pass
    return [*found, person.empty("")]
