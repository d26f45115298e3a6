"""Parts of the cases."""

from dataclasses import replace

import numpy as np

from training.cases import EvaluationOptions, split
from training.options import TrainOptions
from training.slices import FEWEST, new_persons, new_products, slices, wanted_counts, wanted_products

JUDGING = EvaluationOptions(cases=100)


def cases_of(world, **options):
    """Cases of a checkerboard's future."""
    return split(world(**options), TrainOptions(hold_out="time"), JUDGING)[1]


def test_slices_part_the_cases(world):
    """Touchpoints together, scenes together, new and known persons together: each time every case once."""
    cases = cases_of(world, shown=True)
    found = slices(cases)

    assert all(mask.sum() >= FEWEST for mask in found.values())
    assert found["touchpoint home"].all()
    assert (found["scene late"] ^ found["scene none"]).all()
    assert found["known persons"].all()


def test_a_person_is_new_until_the_first_interest(world):
    """Somebody whose first interaction comes after the case is new at the case."""
    cases = cases_of(world)
    early = replace(cases.occasions, time=np.zeros(len(cases), np.int64))

    assert not new_persons(cases).any()
    assert new_persons(replace(cases, occasions=early)).all()


def test_a_product_is_new_when_the_past_does_not_know_it(world):
    """Cases that want a product first touched after the split are those of new products."""
    dataset = world()
    events = dataset.interactions
    late = np.where((events.product == 0) & (events.time < events.time[384]), 2, events.product).astype(np.int32)
    cases = split(replace(dataset, interactions=replace(events, product=late)), TrainOptions(hold_out="time"), JUDGING)[
        1
    ]

    asked = cases.occasions
    wants = np.array([0 in asked.wanted[asked.start[place] : asked.start[place + 1]] for place in range(len(asked))])
    assert wants.any()
    assert (new_products(cases) == wants).all()


def test_wanted_products_are_different_ones(world):
    """A product clicked in two contents, or touched twice, is wanted once; what was only shown is not wanted."""
    cases = cases_of(world, shown=True)
    products, owner = wanted_products(cases)

    assert len(np.unique(owner * 100 + products)) == len(products)
    assert (
        wanted_counts(cases).tolist()
        == np.add.reduceat(cases.occasions.labels > 0, cases.occasions.start[:-1]).tolist()
    )
