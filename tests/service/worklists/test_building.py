"""Building: who is due gets a task, ranked by what the conversation is worth."""

from dataclasses import replace

import pytest

from service.worklists.recording import MADE
from tests.service.worklists.conftest import DAY, HOUR


def due(hall) -> list:
    """The tasks that are due."""
    return hall.service.desk.due("long", 100)


def test_who_left_and_was_offered_gets_a_task_once(hall):
    """With product, value, reasons and what an agent may say; a second look adds nothing."""
    hall.left("p_one")
    hall.happen("p_other", "view", hall.now - DAY)

    assert hall.service.building.build() == {"long": 1}
    task = due(hall)[0]
    assert task.person_id == "p_one"
    assert task.value > 0
    assert task.body["left_at"] == hall.now - 2 * DAY
    assert task.body["reason"]["text"]
    products = hall.service.models.current.model.catalog.products
    assert products.categories[products.category[products.ids.find(task.product_id)]] == "plan"
    assert hall.service.building.build() == {"long": 0}


def test_every_task_is_an_event_of_its_person(hall):
    """The log says that somebody came into a list, and the state is folded with it."""
    hall.left("p_one")
    hall.service.building.build()
    task = due(hall)[0]
    events = [each for each in hall.service.persons.latest.of(["p_one"], 9) if each["type"] == MADE]
    assert [each["properties"]["task_id"] for each in events] == [task.task_id]
    assert events[0]["touchpoint"] == "home"


def test_leaving_again_is_another_reason(hall):
    """Whoever left, bought nothing and left again later enters again, after the first task is over."""
    hall.left("p_one", days=5)
    assert hall.service.building.build() == {"long": 1}
    taken = hall.service.desk.take("long", "lin", 1)[0]
    hall.service.desk.record(taken.task_id, "lin", "sold")
    assert hall.service.building.build() == {"long": 0}
    hall.left("p_one", days=1.5)
    assert hall.service.building.build() == {"long": 1}


def test_conversations_are_counted_and_rest_is_kept(hall):
    """Two conversations in a month are the most; whoever wants rest is not asked again."""
    for number, result in enumerate(("sold", "sold", "sold")):
        hall.left("p_often", days=6.5 - number)
        assert hall.service.building.build() == {"long": 1 if number < 2 else 0}
        for task in hall.service.desk.take("long", "lin", 1):
            hall.service.desk.record(task.task_id, "lin", result)
    hall.left("p_rest", days=5)
    hall.service.building.build()
    task = hall.service.desk.take("long", "lin", 1)[0]
    hall.service.desk.record(task.task_id, "lin", "never")
    hall.left("p_rest", days=2)
    assert hall.service.building.build() == {"long": 0}
    hall.now += 31 * DAY
    hall.left("p_rest", days=2)
    assert hall.service.building.build() == {"long": 1}


def test_a_condition_says_who_else_may_enter(configure):
    """It reads what is known of the person as of now."""
    hall = configure(when='person.city == "SZ" && state.layer == "visitor"')
    hall.left("p_one")
    assert hall.service.building.build() == {"long": 0}
    states, database = hall.service.states, hall.service.database
    state = states.get("p_one")
    with database.write() as connection:
        states.put(connection, [replace(state, attributes={"city": "SZ"})])
    assert hall.service.building.build() == {"long": 1}


def test_the_most_valuable_is_first(hall):
    """Values fall from task to task."""
    for number in range(6):
        hall.happen(f"p_{number}", "click", hall.now - 3 * DAY, f"p{number * 6}")
        hall.left(f"p_{number}", product=f"p{number * 6 % 12}")
    hall.service.building.build()
    values = [each.value for each in due(hall)]
    assert values == sorted(values, reverse=True)
    assert len(values) > 1


def test_tasks_that_nobody_took_end(hall):
    """After the days that the staircase gives them."""
    hall.left("p_one")
    hall.service.building.build()
    hall.now += 7 * DAY + HOUR
    assert due(hall) == []
    hall.service.building.build()
    assert hall.service.building.tasks.recent("p_one", "long", 0)[0].status == "expired"


@pytest.mark.parametrize("model", [True, False])
def test_it_is_done_by_one_worker_in_the_background(hall, model):
    """Also while no model is live: then there is nothing to do."""
    if not model:
        hall.service.models.current = None
    hall.left("p_one")
    assert hall.service.building.tick()
