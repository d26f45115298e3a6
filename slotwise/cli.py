"""The `slotwise` command line: finds the declared commands, runs one, and turns errors into advice."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from slotwise.console import report
from slotwise.declared import DeclaredCommand, declared
from slotwise.errors import MissingExtraError, SlotwiseError

FAILED = 1
REFUSED = 2
# OpenMP's threads do not survive the fork of a served process, and small matrices are slower with more threads.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class CommandLine(TyperGroup):
    """The group of all declared commands, none of them imported yet."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.commands.update({name: DeclaredCommand(point) for name, point in declared().items()})

    def invoke(self, ctx: Any) -> Any:
        """Run one command. Raises MissingExtraError when a library of its extra is not installed."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            advice = missing_extra(str(ctx.invoked_subcommand), error)
            if advice is None:
                raise
            raise advice from error


def missing_extra(command: str, error: ModuleNotFoundError) -> MissingExtraError | None:
    """The error to show when the module that is missing is a library's; None when it is one of our own."""
    point = declared()[command]
    library = (error.name or "").partition(".")[0]
    if not point.extras or library == point.module.partition(".")[0]:
        return None
    extras = ",".join(point.extras)
    return MissingExtraError(
        f"`slotwise {command}` needs {library}, which is not installed.",
        hint=f"pip install 'slotwise[{extras}]'",
    )


def show_version(asked: bool) -> None:
    """Print the version and end, when asked."""
    if asked:
        typer.echo(version("slotwise"))
        raise typer.Exit


def root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=show_version, help="Print the version.")
    ] = False,
) -> None:
    """For this person, in this scene: which content goes into each slot of these touchpoints?"""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with status 0, 2 when the input was refused, or 1 when Slotwise failed."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    app = typer.Typer(cls=CommandLine, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown")
    app.callback()(root)
    try:
        typer.main.get_command(app).main(args=list(arguments), prog_name="slotwise")
    except SlotwiseError as error:
        report(error, as_json="--json" in arguments)
        sys.exit(REFUSED)
    except Exception:
        traceback.print_exc()
        typer.echo("error: this is a defect of Slotwise; please report it with the lines above", err=True)
        sys.exit(FAILED)
    sys.exit(0)
