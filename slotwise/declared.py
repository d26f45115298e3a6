"""Commands as the wings declare them in pyproject.toml: known by name and summary without importing their code."""

import ast
import importlib.util
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

GROUP = "slotwise.commands"
EARLIER = frozenset({"state"})
"""Commands of earlier versions that another one holds now: they work, and are not listed beside it."""
# Typer gives these to every group; `slotwise` itself completes nothing.
_COMPLETION = ("install_completion", "show_completion")


@cache
def declared() -> dict[str, EntryPoint]:
    """All declared commands by name, in alphabetical order."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


class DeclaredCommand(TyperCommand):
    """Stands for a command until it runs: `slotwise --help` needs its name and summary only."""

    def __init__(self, point: EntryPoint):
        super().__init__(point.name, help=summary(point), hidden=point.name in EARLIER)
        self.point = point

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the real command, which is imported here and runs from there on."""
        return load(self.point).make_context(info_name, args, parent, **extra)


def load(point: EntryPoint) -> Any:
    """Import what the entry point names, a function or a `typer.Typer`, as a command."""
    target = point.load()
    if isinstance(target, typer.Typer):
        command = typer.main.get_command(target)
        command.params = [each for each in command.params if each.name not in _COMPLETION]
        return command
    app = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    app.command()(target)
    return typer.main.get_command(app)


def summary(point: EntryPoint) -> str:
    """First line of the docstring of the function that the entry point names, read from its source file."""
    path = source_file(point.module)
    if not path.is_file():
        return ""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == point.attr)
    return (ast.get_docstring(next(functions, tree)) or "").partition("\n")[0]


def source_file(module: str) -> Path:
    """Path of a module's source; only the top package's place is looked up, and finding that imports nothing."""
    top, _, rest = module.partition(".")
    spec = importlib.util.find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        return Path(f"{top}.py")
    return Path(spec.submodule_search_locations[0], *rest.split(".")).with_suffix(".py")
