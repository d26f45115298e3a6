"""The examples of docs/assignment.md are true: its numbers, its code, and the codes that it names."""

import re
import subprocess
import sys

from slotwise.experiments.assigned import Reason


def page(project):
    """The page."""
    return (project / "docs" / "assignment.md").read_text()


def test_what_is_checked_by_hand_is_so(project):
    """The shell's own sum of the salt and the id begins with the digits that the page names."""
    shell = re.findall(r"^```sh\n(.*?)^```", page(project), re.M | re.S)[0]
    for line in shell.strip().splitlines():
        command, digits = line.rsplit("#", 1)
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == digits.strip()


def test_the_worked_example_runs(project, tmp_path):
    """As it stands, with nothing but the client."""
    example = re.findall(r"^```python\n(.*?)^```", page(project), re.M | re.S)[0]
    (tmp_path / "example.py").write_text(example)
    done = subprocess.run([sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_every_reason_is_told(project):
    """None that a log may hold is missing."""
    text = page(project)

    assert [each for each in Reason if f"`{each.value}`" not in text] == []
