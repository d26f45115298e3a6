"""The desk: tasks are taken, finished, given back and followed up."""

import pytest

from service.stores.tasks import OVER
from service.worklists.recording import RESULT, TAKEN
from slotwise.errors import DeskClosedError, TaskHeldError, TaskResultError, UnknownStaircaseError, UnknownTaskError
from tests.service.worklists.conftest import DAY, HOUR


@pytest.fixture
def desk(hall):
    """A desk with three persons who wait."""
    for name in ("p_a", "p_b", "p_c"):
        hall.left(name)
    assert hall.service.building.build() == {"long": 3}
    return hall.service.desk


def test_a_task_goes_to_one_agent(desk):
    """Who asks next gets the next ones."""
    first = desk.take("long", "lin", 2)
    assert [each.agent for each in first] == ["lin", "lin"]
    assert len(desk.take("long", "wu", 5)) == 1
    assert desk.due("long", 9) == []


def test_what_came_of_it_is_recorded_in_the_log(desk, hall):
    """Taking and finishing are events of the person, and the note stays with the task."""
    task = desk.take("long", "lin", 1)[0]
    done, further = desk.record(task.task_id, "lin", "sold", "很高兴")
    assert (done.status, done.result, done.body["note"], further) == ("done", "sold", "很高兴", None)
    kinds = [each["type"] for each in hall.service.persons.latest.of([task.person_id], 9)]
    assert kinds[:2] == [RESULT, TAKEN]


def test_a_follow_up_comes_back_at_its_time(desk, hall):
    """After the hours of the result, or when the person asked for it; the first note stays with it."""
    one, other = desk.take("long", "lin", 2)
    _, further = desk.record(one.task_id, "lin", "later", "busy")
    _, asked = desk.record(other.task_id, "lin", "later", follow_up_at=hall.now + 5 * DAY)
    assert (further.step, further.due_at) == ("follow_up", hall.now + 2 * HOUR)
    assert asked.due_at == hall.now + 5 * DAY
    assert further.task_id not in [each.task_id for each in desk.due("long", 9)]
    hall.now += 3 * HOUR
    assert further.task_id in [each.task_id for each in desk.due("long", 9)]
    assert further.body["note"] == "busy"
    again = desk.tasks.get(further.task_id)
    assert again.person_id == one.person_id


def test_a_follow_up_may_lead_to_another(desk, hall):
    """As often as the person asks for it; each is a task of its own and none is lost."""
    seen = [desk.take("long", "lin", 1)[0].task_id]
    for _ in range(3):
        _, further = desk.record(seen[-1], "lin", "later")
        hall.now = further.due_at + DAY  # the capacity is that of a day
        seen.append(further.task_id)
        assert further.task_id in [each.task_id for each in desk.take("long", "lin", 9)]
    assert len(set(seen)) == 4


def test_nobody_was_spoken_to_who_needed_nobody(configure):
    """They use up neither the day's capacity nor their share of conversations."""
    hall = configure(capacity_per_day=1, contacts=1)
    hall.left("p_a")
    hall.service.building.build()
    hall.happen("p_a", "convert", hall.now - HOUR, "p0")
    assert hall.service.desk.take("long", "lin", 1) == []
    hall.left("p_b")
    assert hall.service.building.build() == {"long": 1}
    assert [each.person_id for each in hall.service.desk.take("long", "lin", 1)] == ["p_b"]
    hall.now += 3 * DAY
    hall.left("p_a", days=1.5)
    assert hall.service.building.build() == {"long": 1}


def test_a_task_can_be_given_back(desk):
    """Then somebody else may take it."""
    task = desk.take("long", "lin", 1)[0]
    desk.release(task.task_id, "lin")
    assert task.task_id in [each.task_id for each in desk.take("long", "wu", 3)]


def test_only_the_agent_who_has_a_task_changes_it(desk):
    """Others, second results and unknown tasks are refused, and nothing changes."""
    task = desk.take("long", "lin", 1)[0]
    with pytest.raises(TaskHeldError):
        desk.record(task.task_id, "wu", "sold")
    with pytest.raises(TaskHeldError):
        desk.release(task.task_id, "wu")
    with pytest.raises(TaskResultError) as caught:
        desk.record(task.task_id, "lin", "bought a car")
    assert caught.value.expected == ["sold", "later", "never"]
    desk.record(task.task_id, "lin", "sold")
    with pytest.raises(TaskHeldError):
        desk.record(task.task_id, "lin", "never")
    with pytest.raises(UnknownTaskError):
        desk.record("t_nothing", "lin", "sold")


def test_who_needs_nobody_any_more_is_passed_over(desk, hall):
    """Buyers and those who want nothing personal are not spoken to."""
    hall.happen("p_a", "convert", hall.now - HOUR, "p0")
    hall.service.persons.consent("p_b", False, None)
    assert [each.person_id for each in desk.take("long", "lin", 3)] == ["p_c"]
    assert [each.result for each in desk.tasks.recent("p_a", "long", 0)] == [OVER]


def test_capacity_is_kept(configure):
    """Three a day here; the next day there is room again."""
    hall = configure()
    for number in range(5):
        hall.left(f"p_{number}")
    hall.service.building.build()
    assert len(hall.service.desk.take("long", "lin", 9)) == 3
    with pytest.raises(DeskClosedError):
        hall.service.desk.take("long", "wu", 1)
    hall.now += DAY + HOUR
    assert len(hall.service.desk.take("long", "wu", 9)) == 2


def test_a_closed_desk_hands_nothing_out(configure):
    """Outside of the opening hours, in their own time zone."""
    hall = configure(hours={"until": "2020-01-01T00:00"})
    hall.left("p_one")
    hall.service.building.build()
    with pytest.raises(DeskClosedError):
        hall.service.desk.take("long", "lin", 1)
    nightly = configure(hours={"hours": ["01:00-01:01"]})
    with pytest.raises(DeskClosedError) as caught:
        nightly.service.desk.take("long", "lin", 1)
    assert caught.value.expected.endswith("T01:00:00.000Z")
    with pytest.raises(UnknownStaircaseError):
        hall.service.desk.take("short", "lin", 1)
