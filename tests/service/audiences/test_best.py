"""The best persons for a product: by the live model, under limits, consent and holdouts, the same each time."""

import pytest

from service.audiences.best import chosen_of
from service.audiences.office import AskedBest
from slotwise.errors import UnknownAudienceError, UnknownProductError, UnknownTouchpointError
from slotwise.reverse import Reverse
from tests.service.audiences.conftest import COUNT


def rank(town, product=1, **given):
    """The ranking for a product, with the columns as they are."""
    return town.office.rank(AskedBest(town.products[product], **given), stale=True)[0]


def test_persons_come_in_the_order_of_the_model(town):
    """Everybody is scored as the model scores them, the best first."""
    found = rank(town)
    serving = town.office.serving
    reverse = Reverse.of(serving.model, serving.live, town.products[1], town.now)
    one = found.best[0]

    assert (found.members, found.scored) == (COUNT, COUNT)
    assert [each.preference for each in found.best] == sorted((each.preference for each in found.best), reverse=True)
    assert one.preference == reverse.suits(town.service.states.get(one.person_id)).preference
    assert found == rank(town)
    assert found.closed == COUNT - len(found.best)


def test_owners_and_the_opted_out_are_left_out(town):
    """Who bought the product is not among its best persons, nor who wants nothing personal."""
    name = rank(town).best[0].person_id
    town.service.persons.consent(name, False, None)

    assert not {each.person_id for each in rank(town, product=0).best} & {f"p_{n:03d}" for n in range(0, COUNT, 6)}
    assert name not in {each.person_id for each in rank(town).best}


def test_an_audience_with_its_holdout_and_limit(town):
    """Only its members are ranked, those held out are marked, and those over the limit left out."""
    found = rank(town, product=2, audience="leavers")
    never = rank(town, audience="never")
    half = rank(town, holdout=0.5)

    assert 0 < sum(each.held_out for each in found.best) < len(found.best)
    assert found.members == 40
    assert (never.scored, never.over_limit) == (0, 20)
    assert 0.2 < sum(each.held_out for each in half.best) / len(half.best) < 0.8
    assert chosen_of(found, 5).members == [(each.person_id, not each.held_out) for each in found.best[:5]]


def test_a_sample_is_a_part_of_all(town):
    """Of more persons than are to be scored the same part is taken each time."""
    few = rank(town, sample=30)

    assert few.scored == 30
    assert few == rank(town, sample=30)
    assert {each.person_id for each in few.best} < {each.person_id for each in rank(town).best}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"product": "nothing"}, UnknownProductError),
        ({"touchpoint": "nowhere"}, UnknownTouchpointError),
        ({"audience": "nobody"}, UnknownAudienceError),
    ],
)
def test_what_there_is_not_is_told(town, given, error):
    """Unknown products, touchpoints and audiences are errors of their own."""
    with pytest.raises(error):
        town.office.rank(AskedBest(**{"product": town.products[0], **given}), stale=True)
