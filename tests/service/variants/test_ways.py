"""Ways: what answers for every combination, also where a part of it is not there."""

from service.variants.recipes import Recipe, Served, Step
from service.variants.ways import ways
from slotwise.documents.experiments import Pinned

ONE, OTHER = (Pinned(model="m", version=each, folder=each, digest=each) for each in ("1", "2"))


def phase(name, control=None, variant=None):
    """A phase of two variants."""
    recipes = {"control": control or Recipe(), "b": variant or Recipe(None, (name.encode(),))}
    return Served(name, 1, 0, name, "person", frozenset(), "control", recipes)


def found(phases, keys, gone=()):
    """The ways by the name of their keys, with their models named by their recipes."""
    find = lambda recipe: None if recipe in gone else recipe  # noqa: E731 - one line
    known = {each.experiment: each for each in phases}
    named = {text: tuple(known[name].step("b") for name in text) for text in keys}
    made = ways(named.values(), phases, find)
    return {text: made[key] for text, key in named.items()}


def test_each_combination_has_its_model():
    """Alone and together."""
    made = found([phase("x"), phase("y")], ["x", "y", "xy"])

    assert {name: way.serving.patches for name, way in made.items()} == {"x": (b"x",), "y": (b"y",), "xy": (b"x", b"y")}
    assert made["xy"].key == (Step("x", 1, "b"), Step("y", 1, "b"))
    assert not any(way.instead for way in made.values())


def test_control_stands_in_for_what_is_not_there():
    """Its own way where it has one, else the champion; what else meets there stays as it is."""
    own = Recipe(None, (b"own",))
    phases = [phase("x", own), phase("y")]
    gone = [phases[0].recipes["b"]]
    made = found(phases, ["x", "xy"], gone)

    assert (made["x"].serving, dict(made["x"].instead)) == (own, {"x": "control"})
    assert made["xy"].serving.patches == (b"own", b"y")
    plain = found([phase("y")], ["y"], [Recipe(None, (b"y",))])["y"]
    assert (plain.serving, plain.key, dict(plain.instead)) == (None, (), {"y": "control"})


def test_the_champion_stands_in_when_control_is_not_there_either():
    """And the way says that no variant answered."""
    one = phase("x", Recipe(ONE))
    made = found([one], ["x"], [Recipe(ONE), one.recipes["b"]])["x"]

    assert (made.serving, dict(made.instead)) == (None, {"x": ""})


def test_two_bundles_cannot_answer_at_once():
    """The one that began first does."""
    phases = [phase("x", variant=Recipe(ONE)), phase("y", variant=Recipe(OTHER))]
    made = found(phases, ["xy"])["xy"]

    assert (made.serving, dict(made.instead)) == (Recipe(ONE), {"y": "control"})
    assert made.key == (Step("x", 1, "b"),)
