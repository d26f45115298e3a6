"""After which tasks a person bought."""

from itertools import count

from service.stores.buyers import Buyers
from service.stores.events import Events, NewEvent
from service.stores.states import States
from service.stores.tasks import Task, Tasks
from slotwise.events import Event

_IDS = count()


def test_a_task_counts_once_when_its_person_bought_afterwards(database):
    """Conversions of other products, of others and from before do not count."""
    tasks, events = Tasks(database), Events(database, States(database))
    for number, person in enumerate("abc"):
        tasks.add([Task(f"t_{number}", "broadband", person, None, "human", 100, None, 1.0, made_at=100)])
    for person, kind, at, product in (
        ("a", "convert", 150, "line_100"),
        ("a", "convert", 160, "line_100"),
        ("b", "convert", 99, "line_100"),
        ("b", "convert", 150, "plan_39"),
        ("c", "view", 150, "line_100"),
    ):
        events.add([NewEvent(Event(f"b{next(_IDS)}", at, person, kind, product_id=product), received_at=at)])
    buyers = Buyers(database)
    assert buyers.after_tasks("broadband", {"line_100"}, 0, 200) == [("broadband", "human", "open", None)]
    assert len(buyers.after_tasks("broadband", {"line_100", "plan_39"}, 0, 200)) == 2
    assert buyers.after_tasks("plan", {"line_100"}, 0, 200) == []
    assert buyers.after_tasks("broadband", {"line_100"}, 101, 200) == []
