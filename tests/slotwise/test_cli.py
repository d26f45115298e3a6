"""The command line: quick help, advice in every error, and exit statuses that mean something."""

import json
import subprocess
import sys
from importlib.metadata import EntryPoint, version

import pytest

from slotwise import cli, declared
from slotwise.errors import ConfigError

MODULE = '''
"""Commands that fail in different ways."""
import typer
from slotwise.console import Json
from slotwise.errors import ConfigError

def refuse(json: Json = False):
    """Refuse the input."""
    raise ConfigError("k must be positive", expected="k > 0", given=-1, hint="give --k 10")

def crash():
    """Meet a defect."""
    raise ZeroDivisionError

def lack():
    """Need a library that is not there."""
    import library_of_an_extra.part

def leave():
    """End with a status of its own."""
    raise typer.Exit(7)
'''


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """The command line with four commands of a small wing instead of the real ones."""
    (tmp_path / "failing_wing.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    names = ("refuse", "crash", "lack", "leave")
    points = {name: EntryPoint(name, f"failing_wing:{name} [train]", declared.GROUP) for name in names}
    monkeypatch.setattr(cli, "declared", lambda: points)
    yield points
    sys.modules.pop("failing_wing", None)


def status(*arguments: str) -> int:
    """Run the command line in this process and return its exit status."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return ended.value.code


def test_help_imports_no_command(tmp_path):
    """`slotwise --help` names every command with its summary and imports neither a wing nor a heavy library."""
    code = (
        "import sys\nfrom slotwise.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print({'numpy', 'mlflow', 'flask', 'training', 'service'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)

    assert result.stdout.rstrip().endswith("set()")
    assert all(name in result.stdout for name in declared.declared())


def test_version_is_the_distributions(capsys):
    """`slotwise --version` prints the installed version."""
    assert status("--version") == 0
    assert capsys.readouterr().out.strip() == version("slotwise")


def test_a_misspelt_command_is_corrected(capsys):
    """An unknown command is a usage error that names the nearest one."""
    assert status("trian") == 2
    assert "'train'" in capsys.readouterr().err


def test_refused_input_says_what_to_do(commands, capsys):
    """A SlotwiseError ends with status 2 and shows expected, given and the remedy on standard error."""
    assert status("refuse") == 2

    output = capsys.readouterr()
    assert output.out == ""
    for part in ("error: k must be positive", "expected: k > 0", "given:    -1", "what to do: give --k 10"):
        assert part in output.err


def test_refused_input_is_a_document_with_json(commands, capsys):
    """With --json the error is also one document on standard output."""
    assert status("refuse", "--json") == 2

    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == ConfigError.code
    assert error["hint"] == "give --k 10"


def test_a_defect_ends_with_status_1_and_its_traceback(commands, capsys):
    """What nobody foresaw is reported in full and as a defect."""
    assert status("crash") == 1

    errors = capsys.readouterr().err
    assert "ZeroDivisionError" in errors
    assert "defect" in errors


def test_a_missing_extra_names_the_install_command(commands, capsys):
    """A library of an extra that is not installed is a remedy and no traceback."""
    assert status("lack") == 2

    errors = capsys.readouterr().err
    assert "needs library_of_an_extra" in errors
    assert "pip install 'slotwise[train]'" in errors
    assert "Traceback" not in errors


def test_a_missing_module_of_our_own_is_a_defect():
    """Only a library's absence is blamed on an extra."""
    own = ModuleNotFoundError("no", name="training.gone")

    assert cli.missing_extra("train", own) is None


def test_a_commands_own_status_is_kept(commands):
    """typer.Exit passes through."""
    assert status("leave") == 7


def test_one_thread_is_the_default_that_the_environment_overrides(monkeypatch, commands):
    """OpenMP is held to one thread before a command imports numpy, unless the user said otherwise."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")

    status("leave")

    assert cli.os.environ["OMP_NUM_THREADS"] == "1"
    assert cli.os.environ["OPENBLAS_NUM_THREADS"] == "4"
