"""Options and displays that the training commands share."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from slotwise.console import Output, table
from training.options import Watch

Name = Annotated[str, typer.Option("--name", help="Name of the model in the registry and on the shelf.")]
Tracking = Annotated[str, typer.Option("--tracking", envvar="MLFLOW_TRACKING_URI", help="MLflow's database or server.")]
Shelf = Annotated[
    Path, typer.Option("--shelf", envvar="SLOTWISE_SHELF", help="Folder of published bundles that the service watches.")
]
TRACKING = "sqlite:///var/mlflow.db"
SHELF = Path("var/shelf")
SEARCHES = "sqlite:///var/searches.db"
"""Where optuna keeps its studies."""


@contextmanager
def watching(output: Output) -> Iterator[Watch]:
    """Show what is under way as a bar that starts again with every step."""
    with output.progress() as bar:
        task = bar.add_task("starting", total=100)
        yield lambda what, done: bar.update(task, description=what, completed=round(100 * done))


def titled(title: str, rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """A table under a line of text that may be wider than it."""
    return Group(Text(title, style="bold"), table(rows))


def figure(each: Mapping[str, Any] | None) -> str:
    """A value with its interval, as it stands in a table."""
    if each is None or each.get("value") is None:
        return "-"
    if each.get("low") is None:
        return f"{each['value']:.4f}"
    return f"{each['value']:.4f} ({each['low']:.4f} to {each['high']:.4f})"
