"""World: the seed files, the hidden truth drawn from the seed and, after a simulation, the persons at the log's end."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np

from slotwise.chance import generator
from slotwise.errors import ConfigError, UnknownTouchpointError
from training.simulate.attraction import Attraction, examination
from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, START_MS, FloatArray
from training.simulate.effects import Effects
from training.simulate.launches import Launches
from training.simulate.logging_policy import LoggingPolicy
from training.simulate.requests import Request, draw_requests
from training.simulate.seeds import Seeds
from training.simulate.surfaces import Surfaces
from training.simulate.truth_store import read_truth, read_world, truth_folder
from training.simulate.weak import weaken


class World:
    """The truth: `World.load()` knows products, places and scenes, `World.of(data_dir)` a data set's persons too."""

    def __init__(
        self, seed: int = 7, *, seeds: Seeds | None = None, start_ms: int = START_MS, days: int = 28,
        persons: Attraction | None = None, weak: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.seed, self.start_ms, self.days = seed, start_ms, days
        self.end_ms = start_ms + days * DAY_MS
        self.catalog = Catalog(seeds or Seeds.load())
        self.surfaces = Surfaces.of(self.catalog)
        self.effects = Effects.of(self.catalog, seed)
        self.launches = Launches.of(self.catalog, seed, start_ms, days)
        self.on_sale = self.launches.on_sale(start_ms, days)
        live = self.on_sale[:, self.catalog.content_product]
        self.policy = LoggingPolicy.of(self.catalog, self.effects, live, seed)
        self.weak = tuple(sorted(weak))
        """Contents that are planted to be bad; the policy that writes the log does not know them."""
        self.effects = weaken(self.effects, self.catalog, self.weak)
        self._persons = persons
        self._last: tuple[Request, Attraction, FloatArray] | None = None

    @classmethod
    def load(
        cls,
        seeds_dir: Path | str | None = None,
        *,
        seed: int = 7,
        start_ms: int = START_MS,
        days: int = 28,
        weak: Collection[str] = (),
    ) -> "World":
        """Return the world of a folder of seed files (default seeds/echannel), without persons.

        `weak` contents are planted that hardly anybody clicks (weak.py).
        """
        return cls(seed, seeds=Seeds.load(seeds_dir), start_ms=start_ms, days=days, weak=weak)

    @classmethod
    def of(cls, data_dir: Path | str) -> "World":
        """Return the world behind a simulated data set, with its persons as they are at the log's end.

        Raises ConfigError when no truth lies beside the data set.
        """
        folder = truth_folder(data_dir)
        made = read_world(folder)
        world = cls(
            made["seed"],
            seeds=Seeds.load(folder),
            start_ms=made["start_ms"],
            days=made["days"],
            weak=made.get("weak", ()),
        )
        world._persons = Attraction(world.catalog, world.effects, *read_truth(folder))
        return world

    @property
    def truth(self) -> Attraction:
        """The persons' truth; raises ConfigError in a world without persons."""
        if self._persons is None:
            raise ConfigError("this world has no persons", hint="simulate a data set, then World.of(its folder)")
        return self._persons

    def requests(self, n: int, seed: int = 0, after_ms: int | None = None) -> list[Request]:
        """Return n page requests on the day that begins at `after_ms` (ms UTC, default: the log's end).

        Raises ConfigError for a moment inside the log: the persons' state is known at its end only.
        """
        moment = self.end_ms if after_ms is None else after_ms
        if moment < self.end_ms:
            raise ConfigError("requests lie behind the log", expected=f"after_ms >= {self.end_ms}", given=after_ms)
        return draw_requests(
            self.truth, self.surfaces, generator("simulate", str(self.seed), "requests", str(seed)), n, moment
        )

    def eligible(self, touchpoint: str, at_ms: int | None = None) -> list[str]:
        """Return the contents that the touchpoint may show at `at_ms` (default: the log's end), in the seed's order."""
        moment = self.end_ms if at_ms is None else at_ms
        published = self.launches.published_ms[self.catalog.content_product] <= moment
        fits = self.catalog.in_pool[self.catalog.pool_of[self._code(touchpoint)]] & published
        return [self.catalog.content_ids[code] for code in np.nonzero(fits)[0]]

    def click_probability(self, request: Request, touchpoint: str, content_ids: Sequence[str]) -> FloatArray:
        """Return the chance of a click on each content that is looked at, float64[n]: before position bias."""
        persons, pull = self._at(request)
        codes = np.array([self.catalog.content_code[content] for content in content_ids], np.int64)
        zeros = np.zeros(len(codes), np.int64)
        return persons.click_chance(pull, zeros, zeros, zeros + self._code(touchpoint), codes)

    def expected_clicks(self, request: Request, touchpoint: str, slate: Sequence[str]) -> float:
        """Return the expected clicks on a slate, best slot first: attractiveness times the slot's examination."""
        slots = np.arange(1, len(slate) + 1)
        return float(self.click_probability(request, touchpoint, slate) @ examination(slots))

    def oracle(self, request: Request, touchpoint: str, slots: int, exclude: Iterable[str] = ()) -> list[str]:
        """Return the slate with the most expected clicks of what the touchpoint may show and is not excluded."""
        contents = self._candidates(request, touchpoint, exclude)
        best = np.argsort(-self.click_probability(request, touchpoint, contents), kind="stable")[:slots]
        return [contents[row] for row in best]

    def random(
        self, request: Request, touchpoint: str, slots: int, rng: np.random.Generator, exclude: Iterable[str] = ()
    ) -> list[str]:
        """Return a uniformly drawn slate without repeats of what the touchpoint may show."""
        contents = self._candidates(request, touchpoint, exclude)
        return [contents[row] for row in rng.permutation(len(contents))[:slots]]

    def _candidates(self, request: Request, touchpoint: str, exclude: Iterable[str]) -> list[str]:
        excluded = set(exclude)
        return [content for content in self.eligible(touchpoint, request.occurred_at) if content not in excluded]

    def _at(self, request: Request) -> tuple[Attraction, FloatArray]:
        """Return the person's truth at the request and the pull of all products; the last request is kept."""
        if self._last is None or self._last[0] is not request:
            at_ms = np.array([request.occurred_at])
            person = self.truth.rows(np.array([request.person]), at_ms)
            names = [str(row["scene"]) for row in self.catalog.seeds.scenes]
            scene = names.index(request.scene) if request.scene in names else len(names)
            self._last = (request, person, person.pull(np.zeros(1, np.int64), at_ms, np.array([scene])))
        return self._last[1], self._last[2]

    def _code(self, touchpoint: str) -> int:
        code = self.catalog.touchpoint_code.get(touchpoint)
        if code is None:
            raise UnknownTouchpointError(f"no touchpoint {touchpoint!r} in this world", given=touchpoint)
        return code
