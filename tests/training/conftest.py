"""Small worlds made by hand, whose right answers are known, and one simulated folder for whole trainings."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from slotwise.catalog import ALWAYS, Catalog, Contents, Products
from slotwise.events import KIND_CODE
from slotwise.facets import Facet, Facets
from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint
from training.dataset import Dataset
from training.dataset.persons import PersonFacts

HOUR = 3_600_000
START = 1_700_000_000_000
World = Callable[..., Dataset]


def catalog(products: int) -> Catalog:
    """Products p00, p01 ...: those of even number are of the category `even`, the others `odd`."""
    ids = StringTable.of(f"p{place:02}" for place in range(products))
    table = Products(
        ids=ids,
        titles=ids,
        texts=StringTable.of(("even things" if place % 2 == 0 else "odd things") for place in range(products)),
        category=(np.arange(products) % 2).astype(np.int32),
        categories=("even", "odd"),
        price=np.linspace(1, 20, products).astype(np.float32),
        published_at=np.zeros(products, np.int64),
        retired_at=np.full(products, ALWAYS),
    )
    return Catalog(table, Contents.of_products(table), (Touchpoint("home", slots=5), Touchpoint("page", slots=3)))


def facets() -> Facets:
    """A scene field, a person's field, the named scene, the touchpoint, and one number."""
    return Facets(
        (
            Facet("context.time", ("day", "night")),
            Facet("person.city", ("north", "south")),
            Facet("scene", ("late",)),
            Facet("touchpoint", ("home", "page")),
        ),
        ("context.load",),
    )


def checkerboard(persons: int = 40, products: int = 12, each: int = 12, shown: bool = False, seed: int = 5) -> Dataset:
    """Persons of even number view even products only, the others odd ones; all of them come back again and again.

    With `shown` every view follows a list of four contents at `home`, of which the first of the person's own side is
    clicked.
    """
    chance = np.random.Generator(np.random.Philox(key=seed))
    person = np.tile(np.arange(persons), each).astype(np.int32)
    count = len(person)
    time = START + np.arange(count) * HOUR // 4
    product = (2 * chance.integers(0, products // 2, count) + person % 2).astype(np.int32)
    night = (time // HOUR % 24 >= 12).astype(np.int32)
    rows = np.column_stack([night, 2 + person % 2, np.where(night == 1, 4, -1), np.full(count, -1)]).astype(np.int32)
    events = Interactions(
        person=person,
        product=product,
        content=np.full(count, -1, np.int32),
        time=time,
        kind=np.full(count, KIND_CODE["view"], np.int8),
        slot=np.zeros(count, np.int16),
        touchpoint=np.full(count, -1, np.int16),
        session=np.full(count, -1, np.int32),
        value=np.zeros(count, np.float32),
        facets=rows,
        numbers=chance.random((count, 1)).astype(np.float32),
    )
    lists = _lists(events, products, chance) if shown else None
    known = PersonFacts(np.full((persons, 4), -1, np.int32), np.full((persons, 1), np.nan, np.float32))
    return Dataset(
        interactions=events,
        persons=StringTable.of(f"person {place:03}" for place in range(persons)),
        person_facts=known,
        catalog=catalog(products),
        facets=facets(),
        impressions=lists,
        scenes=[],
        info={"name": "checkerboard"},
    )


def _lists(events: Interactions, products: int, chance: np.random.Generator) -> Impressions:
    count, slots = len(events), 4
    content = np.array([chance.permutation(products)[:slots] for _ in range(count)], np.int32)
    own = content % 2 == events.person[:, None] % 2
    clicked = own & (np.cumsum(own, axis=1) == 1) & (np.arange(count) % 3 > 0)[:, None]
    facets = events.facets.copy()
    facets[:, 3] = 5
    return Impressions(
        decision=np.repeat(np.arange(count, dtype=np.int32), slots),
        person=np.repeat(events.person, slots),
        time=np.repeat(events.time - 1, slots),
        touchpoint=np.zeros(count * slots, np.int16),
        slot=np.tile(np.arange(1, slots + 1, dtype=np.int16), count),
        content=content.ravel(),
        product=content.ravel(),
        propensity=np.full(count * slots, 1 / products, np.float32),
        clicked=clicked.ravel(),
        converted=np.zeros(count * slots, bool),
        facets=np.repeat(facets, slots, axis=0),
        numbers=np.repeat(events.numbers, slots, axis=0),
    )


@pytest.fixture(scope="session")
def world() -> World:
    """The maker of checkerboards."""
    return checkerboard


@pytest.fixture(scope="session")
def small_options() -> dict[str, object]:
    """Options that make a training of a checkerboard a matter of a second."""
    return {
        "ranker": {"trees": 10, "leaves": 4, "min_data_in_leaf": 5},
        "generators": {
            "popular": {},
            "als": {"factors": 4, "iterations": 4},
            "content": {"dimensions": 4},
            "again": {},
        },
        "occasions": 150,
        "retrieve": 12,
    }


@pytest.fixture(scope="session")
def judged_world(world, small_options):
    """A model trained on a checkerboard's past and judged on its future: model, cases, evaluation, options."""
    from training.cases import EvaluationOptions, split
    from training.evaluate import evaluate
    from training.fit import train
    from training.options import TrainOptions

    options = TrainOptions.from_json({**small_options, "hold_out": "time"})
    judging = EvaluationOptions(cases=60, resamples=200)
    past, cases = split(world(), options, judging)
    trained = train(past, options)
    return trained, cases, evaluate(trained.model, cases, judging), options


@pytest.fixture(scope="session")
def judged_lists(world, small_options):
    """The same for a checkerboard with lists that were shown."""
    from training.cases import EvaluationOptions, split
    from training.evaluate import evaluate
    from training.fit import train
    from training.options import TrainOptions

    options = TrainOptions.from_json({**small_options, "hold_out": "time"})
    judging = EvaluationOptions(cases=80, resamples=200)
    past, cases = split(world(shown=True), options, judging)
    trained = train(past, options)
    return trained, cases, evaluate(trained.model, cases, judging), options


@pytest.fixture(scope="session")
def simulated(tmp_path_factory) -> Path:
    """A data set folder of 60 simulated persons and 5 days."""
    from training.simulate.run import simulate

    folder = tmp_path_factory.mktemp("simulated") / "echannel"
    simulate(folder, 60, 5, 7, lambda done, total: None)
    return folder


@pytest.fixture(scope="session")
def empty_registry(tmp_path_factory) -> Path:
    """An MLflow database with its tables: making them takes seconds, so tests copy it."""
    from training.tracking import Tracker

    path = tmp_path_factory.mktemp("registry") / "mlflow.db"
    Tracker(f"sqlite:///{path}").versions("nothing")
    return path


@pytest.fixture
def registry(empty_registry, tmp_path) -> str:
    """The URI of an empty registry of a test's own."""
    import shutil

    shutil.copy(empty_registry, tmp_path / "mlflow.db")
    return f"sqlite:///{tmp_path / 'mlflow.db'}"


@pytest.fixture(scope="session")
def registered(empty_registry, tmp_path_factory, world, small_options):
    """A registry with two versions of `board`: the first fair, the second without a look at the person.

    Returns its URI, the options of both, and the folder that stands for the data set's.
    """
    import shutil

    from training.cases import EvaluationOptions
    from training.options import TrainOptions
    from training.pipeline import Source, make
    from training.tracking import Tracker

    folder = tmp_path_factory.mktemp("registered")
    shutil.copy(empty_registry, folder / "mlflow.db")
    uri = f"sqlite:///{folder / 'mlflow.db'}"
    source = Source(folder, world(), "0123456789abcdef")
    fair = TrainOptions.from_json({**small_options, "hold_out": "time"})
    poor = TrainOptions.from_json(
        {"hold_out": "time", "generators": {"popular": {"facets": 0.0}}, "retrieve": 3, "occasions": 5,
         "ranker": {"trees": 1, "leaves": 2}}
    )  # fmt: skip
    judging = EvaluationOptions(cases=60, resamples=200)
    made = [make(source, options, judging, Tracker(uri), "board") for options in (fair, poor)]
    return uri, made, source


@pytest.fixture
def board(registered, tmp_path) -> str:
    """The URI of a copy of that registry, a test's own to change; artifacts are shared."""
    import shutil

    source = registered[2]
    shutil.copy(source.folder / "mlflow.db", tmp_path / "mlflow.db")
    return f"sqlite:///{tmp_path / 'mlflow.db'}"
