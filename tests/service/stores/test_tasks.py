"""Tasks of agents: ranked by value, handed to one agent, changed by one at a time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from service.stores.tasks import DONE, EXPIRED, FOLLOW_UP, OPEN, TAKEN, Place, Task, Tasks

NOW = 1_780_000_000_000
HOUR = 3_600_000


def make(number: int, value: float = 1.0, **fields: object) -> Task:
    """A task that is due, of a person of its own."""
    given = {"due_at": NOW, "expires_at": NOW + HOUR, "made_at": NOW, "changed_at": NOW, **fields}
    return Task(f"t_{number}", "broadband", f"p{number}", "line_100", "human", value=value, **given)


@pytest.fixture
def tasks(database) -> Tasks:
    """An empty table."""
    return Tasks(database)


def test_tasks_come_back_as_they_were(tasks):
    """With their reasons and talking points, in any script."""
    task = make(1, 2.5, body={"points": [{"text": "宽带 100M"}], "left_at": NOW - HOUR})
    assert tasks.add([task]) == [task]
    assert tasks.get("t_1") == task
    assert tasks.get("t_2") is None


def test_a_person_stands_in_a_list_once(tasks):
    """Neither the same task nor another unfinished one of the same person in the same staircase is added."""
    first = make(1)
    assert tasks.add([first, first, replace(first, task_id="t_other")]) == [first]
    assert tasks.add([replace(first, task_id="t_else", staircase="plan")])
    taken = tasks.take("broadband", "a", NOW, 1)[0]
    assert tasks.add([replace(first, task_id="t_third")]) == []
    tasks.save(replace(taken, status=DONE, result="sold"))
    assert tasks.add([replace(first, task_id="t_third")])


def test_the_most_valuable_comes_first_page_by_page(tasks):
    """Pages go on behind the last one seen; equal values are in the order of their ids."""
    tasks.add([make(number, float(number // 2)) for number in range(6)])
    first = tasks.due("broadband", NOW, 4)
    assert [each.task_id for each in first] == ["t_4", "t_5", "t_2", "t_3"]
    rest = tasks.due("broadband", NOW, 4, Place(first[-1].value, first[-1].task_id))
    assert [each.task_id for each in rest] == ["t_0", "t_1"]


def test_only_what_is_due_and_alive_is_handed_out(tasks):
    """A follow-up waits for its moment, and what is too old is ended."""
    tasks.add([make(1), make(2, due_at=NOW + 1), make(3, expires_at=NOW), make(4, expires_at=None)])
    assert [each.task_id for each in tasks.due("broadband", NOW, 9)] == ["t_1", "t_4"]
    assert tasks.expire(NOW) == 1
    assert tasks.get("t_3").status == EXPIRED
    assert [each.task_id for each in tasks.take("broadband", "a", NOW, 9)] == ["t_1", "t_4"]
    assert tasks.take("broadband", "b", NOW, 9) == []


@pytest.mark.slow
def test_no_task_goes_to_two_agents(tasks):
    """Eight agents who ask at once share the list: everything is handed out, nothing twice."""
    tasks.add([make(number, float(number)) for number in range(60)])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda agent: _all(tasks, f"a{agent}"), range(8)))
    handed = [each.task_id for agent in found for each in agent]
    assert sorted(handed) == sorted(f"t_{number}" for number in range(60))
    assert all(tasks.get(each).status == TAKEN for each in handed)


def _all(tasks: Tasks, agent: str) -> list[Task]:
    handed: list[Task] = []
    while some := tasks.take("broadband", agent, NOW, 3):
        handed += some
    return handed


def test_a_task_is_changed_by_one_at_a_time(tasks):
    """What somebody else wrote meanwhile is not overwritten, and no follow-up comes of it."""
    tasks.add([make(1)])
    taken = tasks.take("broadband", "a", NOW, 1)[0]
    further = replace(make(1), task_id="t_1.2", step=FOLLOW_UP)
    saved = tasks.save(replace(taken, status=DONE, result="no_answer"), further)
    assert saved is not None
    assert saved.revision == taken.revision + 1
    assert tasks.get("t_1.2").step == FOLLOW_UP
    assert tasks.save(replace(taken, status=DONE, result="sold"), replace(further, task_id="t_1.9")) is None
    assert tasks.get("t_1").result == "no_answer"
    assert tasks.get("t_1.9") is None


def test_what_was_done_is_counted(tasks):
    """Lately handed out, lately spoken to, and where everything stands."""
    tasks.add([make(1), make(2), make(3)])
    one, _ = tasks.take("broadband", "a", NOW + 5, 2)
    tasks.save(replace(one, status=DONE, result="sold", changed_at=NOW + 9))
    assert tasks.taken_since("broadband", NOW) == 2
    assert tasks.taken_since("broadband", NOW + 9) == 1
    assert [each.result for each in tasks.recent(one.person_id, "broadband", NOW + 9)] == ["sold"]
    assert tasks.recent(one.person_id, "broadband", NOW + 10) == []
    counted = {(each["status"], each["result"]): each["tasks"] for each in tasks.counts(NOW, NOW + 1)}
    assert counted == {(OPEN, None): 1, (TAKEN, None): 1, (DONE, "sold"): 1}
    assert tasks.counts(NOW + 1, NOW + 2) == []
