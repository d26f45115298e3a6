"""The examples of docs/clients.md run as they stand, but for the address, the key and the touchpoints' names."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def test_the_examples_run(project, address, tmp_path):
    """Put together they are a program: it decides, sends its events, and reads the decision back."""
    blocks = re.findall(r"^```python\n(.*?)^```", (project / "docs" / "clients.md").read_text(), re.M | re.S)
    program = "\n".join([*blocks, "slotwise.flush()", "print(slotwise.counts)", "print(record['decision_id'])"])
    for written, here in {
        "http://localhost:8000": address,
        "app.home.banner": "home",
        "app.home.tiles": "bill",
    }.items():
        program = program.replace(written, here)
    # The record of a decision is written a moment after the answer.
    program = program.replace("record =", "import time; time.sleep(2)\nrecord =")
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    assert "over_quota" in done.stdout
    assert "accepted=7" in done.stdout
    assert "d_" in done.stdout
