"""Trial: names and seeds of parts."""

import numpy as np

from service.variants.trial import Named, Part, label, seed_of


def test_the_first_part_draws_as_without_experiments():
    """Every other part draws independently of it."""
    assert seed_of("d_1", 0) == "d_1"
    assert len({seed_of("d_1", number) for number in range(4)}) == 4


def test_variants_are_one_text_for_a_column():
    """Empty without any."""
    assert label([]) == ""
    assert label([Named("x", "a"), Named("y", "b")]) == "x:a,y:b"


def test_parts_are_told_apart_by_what_they_are():
    """Not by what is in them: models are full of arrays, which have no answer to whether they are equal."""
    one, other = (Part(np.arange(3), (), 0, None, None) for _ in range(2))

    assert one in (other, one)
    assert one not in (other, None)
