"""Measure speed, quality, training or ingest (in a checkout: an installed package has no bench/)."""

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from slotwise.errors import NoCheckoutError

PROJECT = Path(__file__).resolve().parent.parent

command = typer.Typer(add_completion=False, rich_markup_mode="markdown")


class Bench(StrEnum):
    """The benchmarks that there are, each a module of bench/."""

    SPEED = "speed"
    QUALITY = "quality"
    TRAINING = "training"
    INGEST = "ingest"
    AUDIENCE = "audience"
    REVIEW = "review"
    EXPERIMENTS = "experiments"
    OFF_POLICY = "off_policy"


@command.command(context_settings={"ignore_unknown_options": True})
def bench(
    what: Annotated[Bench, typer.Argument(help="What to measure.")],
    arguments: Annotated[list[str] | None, typer.Argument(help="Handed to the benchmark, --json among them.")] = None,
) -> None:
    """Measure speed, quality, training, ingest, audiences, contents, experiments or off-policy (in a checkout)."""
    raise typer.Exit(run(PROJECT, what, arguments or []))


def run(project: Path, what: Bench, arguments: list[str]) -> int:
    """Run the module bench.<what> from the project's root and return its exit status.

    Raises NoCheckoutError when the project has no such benchmark.
    """
    places = (project / "bench" / f"{what}.py", project / "bench" / what / "__main__.py")
    if not any(each.is_file() for each in places):
        raise NoCheckoutError(
            f"There is no benchmark {what} in {project / 'bench'}.",
            hint="The benchmarks are not part of the installed package: run `slotwise bench` from a git checkout.",
        )
    return subprocess.run([sys.executable, "-m", f"bench.{what}", *arguments], cwd=project, check=False).returncode
