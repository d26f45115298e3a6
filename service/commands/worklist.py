"""Build worklists, show and hand out their tasks, record what came of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table
from slotwise.errors import TaskResultError
from slotwise.figures import number

commands = typer.Typer(
    no_args_is_help=True, help="Build worklists, show and hand out their tasks, record what came of them."
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Name = Annotated[str, typer.Argument(metavar="STAIRCASE", help="Name of the staircase.")]
TaskId = Annotated[str, typer.Argument(metavar="TASK", help="The task's id.")]
Agent = Annotated[str, typer.Option(help="Who speaks to the person.")]


@commands.command()
def build(data_dir: DataDir = None, json: Json = False) -> None:
    """Put everybody who is due for an agent into the worklists; the service does it every five minutes."""
    with _service(data_dir) as service:
        made = service.building.build()
    rows = [{"staircase": name, "new tasks": count} for name, count in made.items()]
    Output(json).result(made, lambda: table(rows) if rows else "there are no staircases")


@commands.command()
def show(
    staircase: Name,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show the tasks that are due, the most valuable first."""
    from service.worklists.telling import told

    with _service(data_dir) as service:
        found = [told(each) for each in service.desk.due(staircase, limit)]
    _tell(found, json)


@commands.command()
def take(
    staircase: Name,
    agent: Agent,
    count: Annotated[int, typer.Option(min=1, max=100, help="At most so many.")] = 1,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Hand an agent the most valuable tasks; each goes to one agent."""
    from service.worklists.telling import told

    with _service(data_dir) as service:
        found = [told(each) for each in service.desk.take(staircase, agent, count)]
    _tell(found, json)


@commands.command()
def result(
    task: TaskId,
    result: Annotated[str, typer.Argument(help="One of the staircase's results.")],
    agent: Agent,
    note: Annotated[str, typer.Option(help="What was said.")] = "",
    follow_up_at: Annotated[str | None, typer.Option(help="RFC 3339: when to speak again.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Record what came of a task; a follow-up is scheduled where the result asks for one."""
    from service.moments import to_ms
    from service.worklists.telling import told

    at = None if follow_up_at is None else to_ms(follow_up_at)
    if follow_up_at is not None and at is None:
        raise TaskResultError("the follow-up has no moment", expected="RFC 3339", given=follow_up_at)
    with _service(data_dir) as service:
        done, further = service.desk.record(task, agent, result, note, at)
    tasks = [told(done), *([told(further)] if further else [])]
    Output(json).result({"task": tasks[0], "follow_up": tasks[1] if further else None}, lambda: _lines(tasks))


@commands.command()
def release(task: TaskId, agent: Agent, data_dir: DataDir = None, json: Json = False) -> None:
    """Put a task that the agent has back into its list."""
    from service.worklists.telling import told

    with _service(data_dir) as service:
        found = told(service.desk.release(task, agent))
    Output(json).result(found, lambda: _lines([found]))


@commands.command()
def report(
    days: Annotated[float, typer.Option(min=0.001, help="How far back tasks are counted, days.")] = 28.0,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show where the tasks of every staircase stand, and how many persons bought after each."""
    with _service(data_dir) as service:
        found = service.staircase_report.report(days)
    Output(json).result(found, lambda: table(found["steps"]) if found["steps"] else "no tasks yet")


def _tell(found: list[dict[str, Any]], json: bool) -> None:
    Output(json).result({"data": found}, lambda: _lines(found) if found else "nobody is due")


def _lines(tasks: list[dict[str, Any]]) -> Any:
    """Tasks one below the other and not as a table: an id is there to be copied, and a reason is a sentence."""
    from rich.text import Text

    return Text("\n".join(line for each in tasks for line in _task(each)))


def _task(task: dict[str, Any]) -> Iterator[str]:
    state = " ".join(filter(None, (task["step"], task["status"], task["result"])))
    chance = "" if task["chance"] is None else f", {task['chance']:.1%} of {number(task['value'] / task['chance'])}"
    yield f"{task['task_id']}  {state}, due {task['due_at'][:16].replace('T', ' ')}"
    yield f"    {task['person_id']}: {task['product_id']}, worth {number(task['value'])}{chance}"
    if task["reason"]:
        yield f"    {task['reason']['text']}"
    yield from (f"    - {_point(each)}" for each in task["points"])


def _point(point: dict[str, Any]) -> str:
    if "text" in point:
        return str(point["text"])
    return f"{point.get('meaning') or point['feature']} ({number(point['value'])} {point['unit']})"


@contextmanager
def _service(data_dir: Path | None) -> Iterator[Any]:
    # Imported here: `slotwise --help` needs none of it.
    from service.at_hand import at_hand

    with at_hand(data_dir) as service:
        yield service
