"""Facts: what a column is does not change."""

import pytest

from service.export.facts import NUMBER, TEXT, Facts, NewFactError


def test_what_is_new_is_learned_once():
    """A new fact has to be begun with; after that it is known."""
    facts = Facts({})
    rows = [{"a": "x"}, {"b": 2.0}]
    with pytest.raises(NewFactError):
        facts.learn(rows)
    facts.learn(rows)

    assert facts.kinds == {"a": TEXT, "b": NUMBER}
    assert (facts.column("a", rows), facts.column("b", rows)) == (["x", None], [None, 2.0])


def test_numbers_as_categories_are_written_as_the_service_reads_them():
    """The city 440300 is one category, whether it came as a number or as text."""
    facts = Facts({"city": TEXT})

    assert facts.column("city", [{"city": 440300.0}, {"city": "440300"}, {"city": 1e300}]) == ["440300", "440300", None]


def test_text_where_a_number_was_is_counted():
    """It is left out, and that is told."""
    facts = Facts({"ratio": NUMBER})

    assert facts.column("ratio", [{"ratio": "much"}, {"ratio": 1}]) == [None, 1.0]
    assert facts.misfits == {"ratio": 1}
