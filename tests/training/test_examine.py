"""Replaying decide(): what is asked is what was known, and every answer is written down as it was given."""

from dataclasses import replace

import numpy as np

from slotwise import facets, moment
from slotwise.engine import decide
from slotwise.policies.greedy import Greedy
from training.examine import Itself, ask, examine, hits
from training.replay import Replay


def test_a_case_asks_with_nothing_from_later(judged_world):
    """The state's last event lies before the case, and the moment equals that of the columns, array by array."""
    trained, cases, _, _ = judged_world
    model = trained.model
    for place in range(0, len(cases), 7):
        question = ask(cases, place)
        now = question.wanted.now
        assert question.state.last_at < now
        facts = facets.facts(question.wanted.context, question.state.attributes)
        facts = facets.with_scene(facts, question.wanted.scene)
        seen = moment.of_state(question.state, now, facts, model.catalog, model.facets)
        occasions = cases.occasions
        expected = cases.histories.moment(
            int(occasions.person[place]), now, occasions.facets[place], occasions.numbers[place]
        )
        np.testing.assert_array_equal(seen.products, expected.products)
        np.testing.assert_array_equal(seen.totals, expected.totals)
        np.testing.assert_array_equal(seen.facets, expected.facets)
        np.testing.assert_array_equal(seen.numbers, expected.numbers)


def test_answers_are_those_of_decide(judged_world):
    """Calling decide() by hand at a case, greedily and in the world of its time, gives the very placements."""
    trained, cases, evaluation, options = judged_world
    greedy = replace(trained.model, policy=Greedy())
    replay = Replay(cases.log, greedy.catalog, greedy.facets, tick=options.tick)
    answers = evaluation.answers["model"]
    for place in range(0, len(cases), 5):
        question = ask(cases, place)
        slate = decide(greedy, question.state, question.wanted, replay.live(question.wanted.now)).slates[0]
        placed = [each.product for each in slate.placements]
        assert answers.products[place, : len(placed)].tolist() == placed
        assert (answers.products[place, len(placed) :] == -1).all()


def test_shown_lists_keep_every_row(judged_lists):
    """Every content that was shown gets a score, whatever the rules say of it now."""
    lists = judged_lists[2].answers["model"].shown

    assert len(lists.scores) == len(judged_lists[1].occasions.wanted)
    assert np.isfinite(lists.scores).all()


def test_one_hit_a_wanted_product(judged_world):
    """A product placed twice, as two contents, is one hit; empty slots are none."""
    _, cases, _, _ = judged_world
    wanted = int(cases.occasions.wanted[0])
    products = np.full((len(cases), 4), -1, np.int32)
    products[0] = [wanted, wanted, -1, (wanted + 1) % 12]

    assert hits(cases, products)[0].tolist() == [True, False, False, False]
    assert not hits(cases, products)[1:].any()


def test_a_contender_sees_each_case_once(judged_world):
    """The model is asked exactly once a case where nothing was shown."""
    trained, cases, evaluation, options = judged_world

    class Counting(Itself):
        asked = 0

        def decide(self, model, state, wanted, live):
            Counting.asked += 1
            return super().decide(model, state, wanted, live)

    trial = evaluation.answers["model"].trial
    examine(trained.model, cases, {"model": Counting()}, trial, lambda what, done: None, options.tick)
    assert Counting.asked == len(cases)
