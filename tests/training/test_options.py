"""Options round-trip, merge, and are refused when they cannot be."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.errors import ConfigError
from slotwise.policies.greedy import Greedy
from slotwise.rules.already_seen import AlreadySeen
from slotwise.rules.frequency_cap import FrequencyCap
from training.options import TrainOptions, merged, setting


@given(
    share=st.floats(0.01, 0.9),
    seed=st.integers(0, 2**31 - 1),
    trees=st.integers(1, 500),
    most=st.integers(1, 50),
    target=st.sampled_from(["next", "visit", "rest"]),
)
def test_options_round_trip_through_json(share, seed, trees, most, target):
    """What to_json writes, and JSON carries, from_json reads back as the same options."""
    options = TrainOptions(
        generators={"popular": {"halflife": 3_600_000.0}, "als": {"factors": 8}},
        ranker={"trees": trees},
        rules=(AlreadySeen(), FrequencyCap(most=most)),
        policy=Greedy(),
        target=target,
        share=share,
        seed=seed,
    )

    assert TrainOptions.from_json(orjson.loads(orjson.dumps(options.to_json()))) == options


def test_names_alone_will_do():
    """A rule or policy may be given by its name, a generator by true or false."""
    options = TrainOptions.from_json(
        {"rules": ["already_seen"], "policy": "greedy", "generators": {"popular": True, "als": False}}
    )

    assert options.rules == (AlreadySeen(),)
    assert options.policy == Greedy()
    assert dict(options.generators) == {"popular": {}}


@pytest.mark.parametrize(
    "document",
    [
        {"leaf": 3},
        {"target": "all"},
        {"hold_out": "days"},
        {"share": 0},
        {"share": True},
        {"occasions": 0},
        {"occasions": 2.5},
        {"seed": -1},
        {"rules": ["never"]},
        {"policy": "luck"},
        {"policy": {"policy": "greedy", "luck": 1}},
        {"ranker": {"trees": "many"}},
        {"generators": {"oracle": {}}},
        {"generators": {"als": {"depth": 2}}},
        {"generators": {"als": 4}},
    ],
)
def test_what_is_no_option_is_refused(document):
    """An unknown name or a value outside its range raises ConfigError before anything is trained."""
    with pytest.raises(ConfigError):
        TrainOptions.from_json(document)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("ranker.trees=200", {"ranker": {"trees": 200}}),
        ("target=rest", {"target": "rest"}),
        ('rules=["already_seen"]', {"rules": ["already_seen"]}),
        ("generators.als=false", {"generators": {"als": False}}),
    ],
)
def test_a_setting_is_read(text, document):
    """name=value becomes a document; values are JSON, or text where they are not."""
    assert setting(text) == document


@pytest.mark.parametrize("text", ["trees", "=3", "ranker.=3", ".trees=3"])
def test_a_setting_needs_a_name_and_a_value(text):
    """Anything else is refused with an example."""
    with pytest.raises(ConfigError):
        setting(text)


def test_tables_are_merged_and_lists_replaced():
    """Of two documents the second wins, key by key."""
    base = {"ranker": {"trees": 10, "leaves": 4}, "rules": ["a", "b"], "seed": 1}

    assert merged(base, {"ranker": {"trees": 20}, "rules": ["c"]}) == {
        "ranker": {"trees": 20, "leaves": 4},
        "rules": ["c"],
        "seed": 1,
    }
