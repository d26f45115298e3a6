"""The command `slotwise demo`: its options, its end; the whole of it is what `make demo` runs."""

import gzip
import re
import signal
import subprocess
import sys
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import typer
from typer.testing import CliRunner

from service import demo as steps
from service.commands.demo import command
from slotwise import packing, shelf
from slotwise.person_packing import pack
from tests.worlds import make_state


def test_the_world_has_a_least_size():
    """Options are checked before anything is written."""
    app = typer.Typer()
    app.command()(command)

    assert CliRunner().invoke(app, ["--persons", "1"]).exit_code == 2
    assert "--exit" in CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--help"]).stdout


@pytest.mark.slow
def test_told_to_end_it_takes_the_service_along(tmp_path, ranked_checkerboard):
    """A demo that is stopped by whoever started it leaves nothing behind that listens; the page is named first."""
    packing.save(ranked_checkerboard, tmp_path / "bundle")
    shelf.publish(tmp_path / "shelf", steps.NAME, "1", tmp_path / "bundle")
    with gzip.open(tmp_path / "states.gz", "wb") as file:
        file.write(pack(make_state("p", ["p1", "p3"], 10**12)) + b"\n")
    arguments = ["demo", "--folder", str(tmp_path), "--port", "0"]
    demo = subprocess.Popen([sys.executable, "-m", "slotwise", *arguments], stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    url = next(found[1] for line in demo.stdout if (found := re.search(r"(http://\S+)/demo$", line.strip())))
    with urlopen(f"{url}/demo", timeout=10) as response:
        assert response.status == 200
    demo.send_signal(signal.SIGTERM)
    demo.wait(30)

    with pytest.raises(URLError):
        urlopen(f"{url}/livez", timeout=2)
