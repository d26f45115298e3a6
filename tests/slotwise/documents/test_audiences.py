"""Audiences as documents: what is refused, what is warned of, and where it says the problem is."""

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.audiences import Audience, circle_of


def audience(name="a", **given):
    """An audience, changed as given."""
    return Audience(**{"audience": name, "when": 'person.city == "SZ"', **given})


def problems(*audiences, world=World()):  # noqa: B008
    """All problems of a configuration of these audiences, as (pointer, code, warning)."""
    entries = {"audiences": {each.audience: each for each in audiences}}
    found = [problem for each in audiences for problem in each.check(entries, world)]
    return [(each.pointer, each.code, each.warning) for each in [*found, *Audience.check_all(entries, world)]]


@pytest.mark.parametrize(
    "given",
    [
        {"holdout": -0.1},
        {"holdout": 1.5},
        {"holdout": float("nan")},
        {"holdout": "0.1"},
        {"audience": "Not a name"},
        {"audience": ""},
        {"contact": {"most": -1, "days": 7.0}},
        {"contact": {"most": 1, "days": 0.0}},
        {"contact": {"most": 1}},
        {"goal": {"event": "exposure"}},
        {"goal": {"days": -1.0}},
        {"withhold": "nobody"},
        {"products": [""]},
        {"products": "bb_1"},
        {"when": "person.city =="},
        {"when": 5},
        {"unknown": 1},
    ],
)
def test_wrong_values_are_refused(given):
    """Shares beside 0 to 1, negative limits, unknown fields and conditions that cannot be read are errors."""
    with pytest.raises(ValidationError):
        audience(**given)


def test_it_can_be_written_again():
    """What was read is written without its defaults, and reads the same."""
    document = {"audience": "a", "when": 'person.city == "SZ"', "holdout": 0.1, "contact": {"most": 2, "days": 30.0}}

    assert Audience(**document).to_json() == document


def test_a_circle_is_found():
    """Audiences that ask for each other, or for themselves, are named with the whole way."""
    one, two, three = (audience(name, when=f'audience("{to}")') for name, to in (("a", "b"), ("b", "c"), ("c", "a")))

    assert problems(one, two, three) == [
        (f"/audiences/{place}/when", "reference_circular", False) for place in range(3)
    ]
    assert circle_of("a", {each.audience: each for each in (one, two, three)}) == ("a", "b", "c", "a")
    for call in ("audience", "held_out"):
        found = problems(audience("a", when=f'{call}("a")'))
        assert ("/audiences/0/when", "reference_circular", False) in found


def test_a_way_without_a_circle_is_fine():
    """An audience may build on others, also twice on the same."""
    base = audience("base")
    one, two = (audience(name, when='audience("base") && state.purchases > 0') for name in ("one", "two"))
    both = audience("both", when='audience("one") || audience("two")')

    assert problems(base, one, two, both) == []


def test_unknown_references_are_named(checkerboard):
    """An audience, a product or a content that there is not is named with its place."""
    wrong = audience(when='audience("nobody")', products=["gone"], contents=["gone"], holdout=0.1)
    found = problems(wrong, world=World(catalog=checkerboard.catalog))

    assert found == [
        ("/when", "reference_unknown", False),
        ("/products/0", "reference_unknown", False),
        ("/contents/0", "reference_unknown", False),
    ]


@pytest.mark.parametrize(
    ("given", "warned"),
    [
        ({"holdout": 0.1}, ("/holdout", "holdout_of_nothing", True)),
        ({"holdout": 1.0, "products": ["x"]}, ("/holdout", "holdout_of_all", True)),
        ({"contact": {"most": 0, "days": 1.0}}, ("/contact/most", "contact_never", True)),
        ({"when": "1 < 2"}, ("/when", "audience_matches_everybody", True)),
    ],
)
def test_what_is_hardly_meant_is_warned_of(given, warned):
    """A holdout of nothing or of all, a limit of none and a condition about nobody take effect, with a warning."""
    assert problems(audience(**given)) == [warned]
