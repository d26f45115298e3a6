"""Reporting: where tasks stand, and who bought afterwards."""

from tests.service.worklists.conftest import DAY


def test_tasks_are_counted_by_step_and_result(hall):
    """With the persons who bought after their task was made."""
    for name in ("p_a", "p_b"):
        hall.left(name)
    hall.service.building.build()
    task = hall.service.desk.take("long", "lin", 1)[0]
    hall.service.desk.record(task.task_id, "lin", "sold")
    hall.now += DAY
    hall.happen(task.person_id, "convert", hall.now - 1_000, "p0")
    report = hall.service.staircase_report.report(7)
    assert [each["staircase"] for each in report["staircases"]] == ["long"]
    counted = {(each["status"], each["result"]): (each["tasks"], each["bought"]) for each in report["steps"]}
    assert counted == {("open", None): (1, 0), ("done", "sold"): (1, 1)}
    assert hall.service.staircase_report.report(0.5)["steps"] == []
