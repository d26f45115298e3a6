"""Commands are known without importing them and loaded when they run."""

import sys
from importlib.metadata import EntryPoint

import pytest

from slotwise import declared

COMMANDS = {
    "audience", "bench", "campaign", "compare", "config", "content", "demo", "doctor", "evaluate", "events",
    "experiment", "facts", "forecasts", "funnel", "import", "keys", "life-cycle", "log", "metrics", "person",
    "probes", "promote", "publish", "rollback", "serve", "shadow", "simulate", "simulate-month", "state",
    "states", "tags", "traffic", "train", "why-not", "worklist",
}  # fmt: skip

WING = '''
"""A wing's module."""
import typer

def greet(name: str = "you"):
    """Greet somebody.

    More about greeting.
    """
    print(f"hello {name}")

several = typer.Typer()

@several.command()
def one():
    """The one command of a group."""
    print("one")
'''


@pytest.fixture
def wing(tmp_path, monkeypatch):
    """A package with one module of commands, importable as `tiny_wing.commands.greeting`."""
    folder = tmp_path / "tiny_wing" / "commands"
    folder.mkdir(parents=True)
    (tmp_path / "tiny_wing" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "greeting.py").write_text(WING)
    monkeypatch.syspath_prepend(tmp_path)
    yield "tiny_wing.commands.greeting"
    for name in [name for name in sys.modules if name.startswith("tiny_wing")]:
        del sys.modules[name]


def point(value: str) -> EntryPoint:
    """An entry point named greet."""
    return EntryPoint("greet", value, declared.GROUP)


def test_all_commands_are_declared():
    """The commands of both wings are found through their entry points."""
    assert set(declared.declared()) == COMMANDS


def test_a_summary_is_read_without_importing(wing):
    """The summary is the first line of the function's docstring, and its package stays unimported."""
    assert declared.summary(point(f"{wing}:greet")) == "Greet somebody."
    assert "tiny_wing" not in sys.modules


def test_a_group_is_summed_up_by_its_module(wing):
    """A typer.Typer has no docstring of its own, so the first line of its module stands for it."""
    assert declared.summary(point(f"{wing}:several")) == "A wing's module."


def test_an_absent_module_has_an_empty_summary():
    """Help still works when a declared module is not there."""
    assert declared.summary(point("no_such_wing.commands:command")) == ""


@pytest.mark.parametrize(("attribute", "answer"), [("greet", "hello you"), ("several", "one")])
def test_functions_and_groups_become_commands(wing, attribute, answer, capsys):
    """An entry point may name a plain function or a typer.Typer."""
    declared.load(point(f"{wing}:{attribute}")).main(args=[], prog_name="greet", standalone_mode=False)

    assert capsys.readouterr().out.strip() == answer


def test_a_group_offers_no_completion(wing):
    """The options of a group are its own: what `slotwise` does not have, its groups do not have either."""
    assert [option.name for option in declared.load(point(f"{wing}:several")).params] == []


def test_every_summary_says_what_the_command_does():
    """No summary begins by naming the command beside which it stands."""
    assert all(declared.summary(each).partition(" ")[0] != "The" for each in declared.declared().values())


def test_a_command_is_imported_when_it_runs(wing, capsys):
    """A declared command knows its summary at once and takes the options of the function behind it."""
    command = declared.DeclaredCommand(point(f"{wing}:greet"))
    assert command.help == "Greet somebody."
    assert "tiny_wing" not in sys.modules

    context = command.make_context("greet", ["--name", "Lin"])
    context.command.invoke(context)

    assert capsys.readouterr().out == "hello Lin\n"


def test_what_another_command_holds_now_is_not_listed():
    """It works as before under its earlier name."""
    listed = {name for name, point in declared.declared().items() if not declared.DeclaredCommand(point).hidden}

    assert set(declared.declared()) - listed == declared.EARLIER
