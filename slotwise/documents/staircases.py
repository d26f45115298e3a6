"""Staircases: help with long processes in steps: an automatic offer, then a conversation, then a follow-up."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from slotwise.conditions import Condition
from slotwise.documents import Entries, Entry, Problem, World, pointer, unknown
from slotwise.schedule import Schedule

Hours = Annotated[float, Field(gt=0, le=24 * 365)]


class Result(BaseModel):
    """What an agent may record, and what comes of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    result: Annotated[str, Field(min_length=1, max_length=64)]
    title: str = ""
    then: Literal["done", "follow_up", "rest"] = "done"
    """`done` ends it; `follow_up` brings the person back after `after_hours`; `rest` keeps them out for `rest_days`."""
    after_hours: Hours = 24.0
    """Hours until the follow-up, unless the agent names a moment."""


class Staircase(Entry):
    """Whom agents help with a process that was left midway although it was offered automatically."""

    name: ClassVar[str] = "staircases"
    key: ClassVar[str] = "staircase"

    staircase: Annotated[str, Field(min_length=1, max_length=128)]
    title: str = ""
    category: Annotated[str, Field(min_length=1)]
    """Category of the products whose process it is."""
    touchpoint: Annotated[str, Field(min_length=1)]
    """The agents' touchpoint: what is spoken about is ranked for it, and what agents record is logged under it."""
    when: Condition | None = None
    """Who may enter, beyond having left the process; read as of the moment at which the list is made."""
    left_days: Annotated[float, Field(gt=0, le=90)] = 7.0
    """How long ago the process may have been left."""
    patience_hours: Annotated[float, Field(ge=0, le=24 * 90)] = 24.0
    """How long the automatic offer has, after the process was left, before a person takes over."""
    offered: bool = True
    """Whether only those enter to whom a content of the category was shown after they had left."""
    expires_days: Annotated[float, Field(gt=0, le=365)] = 7.0
    """How long a task stays in the list."""
    hours: Schedule = Field(default_factory=lambda: Schedule.model_validate({}))
    """When agents work: outside of it no task is handed out, and follow-ups wait."""
    capacity_per_day: Annotated[int, Field(ge=1)] = 500
    """Tasks handed out in 24 hours."""
    contacts: Annotated[int, Field(ge=1)] = 3
    """Most conversations with one person in `contact_days`."""
    contact_days: Annotated[float, Field(gt=0, le=365)] = 30.0
    rest_days: Annotated[float, Field(gt=0, le=365)] = 30.0
    """How long somebody rests whose result says so."""
    results: tuple[Result, ...]
    talking_points: dict[str, str] = Field(default_factory=dict)
    """What an agent may say of a product, by product id; beside what the model gives as reasons."""
    owner: str = ""

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("results"), list):
            return {**given, "results": tuple(given["results"])}
        return given

    def result(self, name: str) -> Result | None:
        """Return what a recorded result means, or None for one that this staircase does not know."""
        return next((each for each in self.results if each.result == name), None)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Results must be told apart and end; what the staircase refers to must exist."""
        yield from unknown(self.touchpoint, "touchpoints", entries, ["touchpoint"])
        names = [each.result for each in self.results]
        for place, each in enumerate(names):
            if each in names[:place]:
                at = pointer("results", place, "result")
                yield Problem(at, "result_repeated", f"the result {each!r} stands there twice", given=each)
        if all(each.then == "follow_up" for each in self.results):
            detail = "no result ends the staircase: every one leads to another follow-up"
            yield Problem("/results", "staircase_endless", detail, "a result with then = done or rest")
        if world.catalog is not None:
            yield from self._known(world.catalog)
        if self.patience_hours >= self.left_days * 24:
            detail = "nobody can enter: the offer has more time than the process may have been left ago"
            yield Problem("/patience_hours", "staircase_empty", detail, f"below {self.left_days * 24:g}", warning=True)

    def _known(self, catalog: Any) -> Iterator[Problem]:
        categories = catalog.products.categories
        if self.category not in categories:
            detail = f"no product is of the category {self.category!r}"
            yield Problem("/category", "reference_unknown", detail, sorted(categories), self.category)
        for product in self.talking_points:
            if product not in catalog.products.ids.index:
                detail = f"there is no product {product!r}"
                yield Problem(pointer("talking_points", product), "reference_unknown", detail, given=product)
