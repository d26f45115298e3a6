"""Columns: what is asked of everybody at once is what would be asked of each person by themselves."""

import numpy as np
import pytest

from service.population.columns import Asking, PersonColumns
from service.population.part import Part
from service.population.rows import row_of
from service.population.told import TOLD
from service.population.writing import PartWriter
from slotwise import moment
from slotwise.conditions import Condition, Numbers, Texts
from slotwise.documents.audiences import Audience
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.events import Consent, Event
from slotwise.person import empty, fold, readable
from slotwise.person_packing import pack
from slotwise.standing import Plan, Standing
from slotwise.standing_facts import TOLD as FACTS

NOW = 1_780_000_000_000
DAY = 86_400_000
AUDIENCES = (
    Audience(audience="buyers", when="state.purchases > 0", holdout=0.3),
    Audience(audience="young_buyers", when='audience("buyers") && person.age < 40'),
    Audience(audience="all", when="state.purchases > 1", holdout=0.5, withhold="everybody"),
)
KINDS = ("view", "click", "start", "leave", "convert", "x.search", "exposure", "dismiss", "x.odd")


@pytest.fixture(scope="module")
def catalog(checkerboard):
    """The catalogue that persons touch products of."""
    return checkerboard.catalog


@pytest.fixture(scope="module")
def plan(catalog):
    """Tags over a category and over everything, with an extra condition, and a life cycle of all kinds of phases."""
    category = catalog.products.categories[0]
    tags = [
        Tag(tag="left", behaviour="left", category=category, window_days=7.0, expiry_days=14.0, status="live"),
        Tag(tag="browses", behaviour="browsed", threshold=3, window_days=30.0, expiry_days=30.0, status="live"),
        Tag(
            tag="young", behaviour="browsed", window_days=90.0, expiry_days=90.0, status="live", when="person.age < 30"
        ),
    ]
    phases = [
        Phase(phase="often", kind="score", fact="state.purchases", thresholds=[1.0, 2.0]),
        Phase(phase="recent", kind="score", fact="state.days_since_last", thresholds=[3.0, 10.0], less_is_more=True),
        Phase(phase="gold", kind="tier", from_points=3.0),
        Phase(phase="base", kind="tier", from_points=0.0),
        Phase(phase="child", kind="growth", entry="person.age < 18"),
        Phase(phase="adult", kind="growth", entry="person.age >= 18"),
        Phase(phase="asleep", kind="stage", entry="state.days_since_last > 20", exit='state.tier == "gold"'),
        Phase(phase="new", kind="stage", entry="state.purchases < 1"),
    ]
    return Plan.of(tags, phases, audiences=AUDIENCES)


def persons(catalog, count=150):
    """Persons with random pasts: products that nobody knows, events still to come, hidden tags and attributes."""
    rng = np.random.default_rng(11)
    known, contents = list(catalog.products.ids), list(catalog.contents.ids)
    for number in range(count):
        name = f"p_{number}"
        events = []
        for place in range(int(rng.integers(0, 25))):
            at = NOW - int(rng.integers(-2 * DAY, 40 * DAY))
            product = str(rng.choice([*known[:6], "unheard of"]))
            kind = str(rng.choice(KINDS))
            content = str(rng.choice([*contents[:6], "unseen"])) if kind in ("exposure", "dismiss") else None
            value = round(float(rng.uniform(1, 99)), 2) if kind == "convert" else None
            events.append(Event(f"{name}{place}", at, name, kind, product_id=product, content_id=content, value=value))
        attributes = {"city": str(rng.choice(["SZ", "GZ"])), "age": float(rng.integers(5, 70))} if number % 4 else {}
        state = fold(empty(name, attributes), events)
        hidden = {3: ("tags.browses",), 5: ("age",)}.get(number % 7, ())
        yield fold(state, [Event(f"{name}c", NOW - DAY, name, "consent", consent=Consent(True, hidden))])


@pytest.fixture(scope="module")
def part(catalog, tmp_path_factory):
    """The persons as columns."""
    writer = PartWriter(tmp_path_factory.mktemp("columns") / "part")
    for state in persons(catalog):
        writer.add(state.person_id, 1, row_of(pack(state)))
    writer.close()
    return Part(writer._folder)


@pytest.fixture(scope="module")
def columns(part, catalog, plan):
    """The columns with everything that can be asked."""
    return PersonColumns(part, Asking(catalog, NOW, plan))


@pytest.fixture(scope="module")
def known(checkerboard, catalog, plan):
    """What is known of each person by themselves."""
    found = []
    for state in persons(catalog):
        state = readable(state)
        given = {f"person.{name}": value for name, value in state.attributes.items()}
        seen = moment.of_state(state, NOW, given, catalog, checkerboard.facets)
        found.append(Standing(plan, seen, catalog, given, state.person_id).facts)
    return found


def values(column, count):
    """A column as a list of values, None where it is unknown."""
    if column is None:
        return [None] * count
    if isinstance(column, Texts):
        return [column.words[code] if code >= 0 else None for code in np.broadcast_to(column.codes, count).tolist()]
    assert isinstance(column, Numbers)
    return [None if each != each else each for each in np.broadcast_to(column.values, count).tolist()]


def test_every_fact_of_the_past_is_a_column():
    """No fact that conditions may read of one person is missing over everybody."""
    assert {f"state.{name}" for name in TOLD} == set(FACTS)


@pytest.mark.parametrize(
    "name",
    [
        *sorted(FACTS),
        *("state.points", "state.tier", "state.growth", "state.stage", "person.city", "person.age", "person.none"),
        *("times(view,,7)", "times(leave,A,30)", "days_since(convert,)", "days_since(view,product:none)"),
        *("times(exposure,,20)", "days_since(dismiss,)", "times(x.odd,,7)", "context.channel", "scene"),
    ],
)
def test_columns_say_what_each_person_says(name, columns, known, catalog):
    """Every fact and every call has over all rows the value that it has for each of them."""
    name = name.replace(",A,", f",{catalog.products.categories[0]},")
    found, wanted = values(columns.column(name), len(known)), [each.get(name) for each in known]

    assert len(found) == 150
    for one, other in zip(found, wanted, strict=True):
        assert one == (pytest.approx(other) if isinstance(other, float) else other)
    if name not in ("person.none", "days_since(view,product:none)", "times(x.odd,,7)", "context.channel", "scene"):
        assert any(each is not None for each in found)


def test_tags_are_the_same(columns, known):
    """Everybody holds the tags that they hold by themselves, and hides those that they hide."""
    tags = columns.tags
    found = [{name for name in tags.names if tags.having(name)[row]} for row in range(len(known))]

    assert found == [set(each.get("tags")) for each in known]
    assert any("browses" in each for each in found)
    assert not tags.having("no such tag").any()
    assert tags.sizes().tolist() == [len(each) for each in found]


@pytest.mark.parametrize(
    "source",
    [
        'person.city == "SZ" && times("view", "", 30) >= 2',
        '"left" in tags || state.stage == "new"',
        'days_since("convert", "") < 20 && !(person.age > 50)',
        "!(state.spend > 50)",
    ],
)
def test_conditions_hold_of_the_same_persons(source, columns, known):
    """A condition picks over columns those persons of whom it holds."""
    condition = Condition.of(source)

    assert condition.over(columns).tolist() == [condition.holds(each) for each in known]


@pytest.mark.parametrize("call", ["audience", "held_out"])
@pytest.mark.parametrize("name", ["buyers", "young_buyers", "all"])
def test_audiences_have_the_same_persons(columns, known, call, name):
    """Who is in an audience, and who is held out of it, is the same over columns and by themselves."""
    found = columns.column(f"{call}({name})").yes.tolist()

    assert found == [each.get(f"{call}({name})") for each in known]
    assert any(found) == ((call, name) != ("held_out", "young_buyers"))


def test_an_unknown_audience_is_unknown(columns, known):
    """Nothing is said of an audience that there is not."""
    assert columns.column("audience(nobody)") is None
    assert known[0].get("audience(nobody)") is None
    assert known[0].get("held_out(nobody)") is None


def test_mixed_attributes_are_of_the_more_frequent_kind(tmp_path, catalog):
    """Where some persons have a number and more have a text under one name, the texts count."""
    writer = PartWriter(tmp_path / "x")
    for number, value in enumerate(["a", 5.0, "b", "a"]):
        writer.add(f"p{number}", 1, row_of(pack(empty(f"p{number}", {"mixed": value}))))
    writer.close()
    columns = PersonColumns(Part(tmp_path / "x"), Asking(catalog, NOW))

    assert values(columns.column("person.mixed"), 4) == ["a", None, "b", "a"]
