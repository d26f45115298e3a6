"""Model: what a bundle holds, ready to decide. Nothing in it belongs to a person."""

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Generator
from slotwise.catalog import Catalog
from slotwise.configuration import Configuration
from slotwise.configured import configured
from slotwise.counts import ProductCounts
from slotwise.exposed import Exposed
from slotwise.facets import Facets
from slotwise.features import FeatureSet, Schema, feature_set
from slotwise.gatherer import Gatherer
from slotwise.lasting import Lasting
from slotwise.live import Live
from slotwise.policies import Policy
from slotwise.product_masks import ProductMasks
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.trees import CompiledTrees
from slotwise.rulebook.book import Rulebook
from slotwise.rules import OnPage, Rule, on_page
from slotwise.scene import Scenes
from slotwise.standing import Plan
from slotwise.trail import Trail

DAY = 86_400_000


@dataclass(frozen=True)
class Model:
    """A model version as the engine uses it; `trees` is None where only a blend was trained.

    `as_of` is ms UTC: the end of the log that the counts and the trail were folded from.
    """

    catalog: Catalog
    facets: Facets
    scenes: Scenes
    generators: dict[str, Generator]
    blend: BlendRanker
    trees: CompiledTrees | None
    policy: Policy
    rules: tuple[Rule, ...]
    counts: ProductCounts
    trail: Trail
    as_of: int
    retrieve: int = 100
    """Candidates that each generator retrieves."""
    fresh_days: float = 7.0
    """Age up to which a product counts as new for the exploration floor."""
    name: str = "slotwise"
    version: str = "0"
    plan: Plan = field(default_factory=Plan)
    """What the configuration says of persons: live tags and the life cycle."""
    configuration: Configuration = field(default_factory=Configuration)
    """The documents that are in effect: those that the model was trained with, or newer ones."""

    exposed: Exposed = field(default_factory=Exposed)
    """How often each content was exposed on each touchpoint, up to the end of the model's own log."""
    rulebook: Rulebook | None = None
    """What operators' rules and touchpoints say; None where nothing is configured."""

    trained_on: tuple[str, ...] | None = None
    """Names of the features that the ranker knows; None for all that this version computes."""

    @cached_property
    def features(self) -> FeatureSet:
        """The features of this installation that the ranker was trained on, in the order of its columns."""
        found = feature_set(Schema(self.catalog, self.facets, tuple(self.generators)))
        return found if self.trained_on is None else found.named(self.trained_on)

    @cached_property
    def served(self) -> FeatureSet:
        """The same features for serving: those that no tree looks at are not computed."""
        return self.features if self.trees is None else self.features.read_by(self.trees.used)

    @cached_property
    def gatherer(self) -> Gatherer:
        """Gathers candidates from all sources."""
        return Gatherer(self.generators, self.catalog, self.retrieve)

    @cached_property
    def on_page(self) -> OnPage | None:
        """What its rules say of a page; None where one of them has to be asked touchpoint by touchpoint."""
        return on_page(self.rules)

    @cached_property
    def lasting(self) -> Lasting | None:
        """Remembers what persons' pasts answer to the rulebook; None without one."""
        return None if self.rulebook is None else Lasting(self.rulebook.questions, self.plan)

    @cached_property
    def start(self) -> Live:
        """The live world as it was when the bundle was made."""
        return self.live(self.counts, self.trail, self.as_of)

    def live(self, counts: ProductCounts, trail: Trail, at: int, exposed: Exposed | None = None) -> Live:
        """Return a live world of this model's catalogue as of `at` (ms UTC); exposures are its own unless given."""
        return Live(counts, trail, self.catalog, at, self.exposed if exposed is None else exposed)

    def product_masks(self, live: Live) -> ProductMasks:
        """The product part of the trees as of a tick; raises LookupError without trees."""
        if self.trees is None:
            raise LookupError("the bundle has no ranker")
        return live.keep("product masks", partial(ProductMasks, self.trees, self.served, live))

    def prepare(self, live: Live) -> None:
        """Compute what all requests of a tick share, so that no request waits for it."""
        if self.trees is not None:
            self.product_masks(live).of(np.arange(min(1, len(self.catalog.contents)), dtype=np.int32))
        self.fresh(live)

    def fresh(self, live: Live) -> NDArray[np.bool_]:
        """bool (n_contents,): contents whose product was published within `fresh_days` before the tick."""
        return live.keep("fresh", lambda: self._fresh(live))

    def open_contents(self, touchpoint: int, live: Live) -> NDArray[np.bool_]:
        """bool (n_contents,): what the touchpoint takes and what is published and not retired at the tick."""
        return live.keep(("open", touchpoint), lambda: self._open(touchpoint, live))

    def open_somewhere(self, touchpoints: tuple[int, ...], live: Live) -> NDArray[np.bool_]:
        """bool (n_contents,): what is open on at least one of the touchpoints."""
        return live.keep_recent(("open somewhere", touchpoints), lambda: self._open_somewhere(touchpoints, live))

    def open_products(self, touchpoints: tuple[int, ...], live: Live) -> NDArray[np.bool_]:
        """bool (n_products,): products with a content that is open on at least one of the touchpoints."""
        return live.keep_recent(("open products", touchpoints), lambda: self._open_products(touchpoints, live))

    def renamed(self, name: str, version: str) -> "Model":
        """Return the same model under the name and version of a registry."""
        return replace(self, name=name, version=version)

    def configured(self, configuration: Configuration) -> "Model":
        """Return the same model with a configuration's documents in effect; raises SlotwiseError."""
        return configured(self, configuration)

    def describe(self) -> dict[str, Any]:
        """Return what identifies the model in answers and logs."""
        return {"name": self.name, "version": self.version}

    def _fresh(self, live: Live) -> NDArray[np.bool_]:
        published = self.catalog.products.published_at
        fresh = (published > 0) & (published > live.at - self.fresh_days * DAY)
        return fresh[self.catalog.contents.product]

    def _open(self, touchpoint: int, live: Live) -> NDArray[np.bool_]:
        contents = self.catalog.contents
        alive = contents.alive(live.at) & self.catalog.products.alive(live.at)[contents.product]
        return alive & self.catalog.takes[touchpoint] if touchpoint >= 0 else alive

    def _open_somewhere(self, touchpoints: tuple[int, ...], live: Live) -> NDArray[np.bool_]:
        open_ = np.zeros(len(self.catalog.contents), np.bool_)
        for each in touchpoints:
            open_ |= self.open_contents(each, live)
        return open_

    def _open_products(self, touchpoints: tuple[int, ...], live: Live) -> NDArray[np.bool_]:
        open_contents = self.open_somewhere(touchpoints, live)
        if self.catalog.one_to_one:
            return open_contents
        products = np.zeros(len(self.catalog.products), np.bool_)
        products[self.catalog.contents.product[open_contents]] = True
        return products
