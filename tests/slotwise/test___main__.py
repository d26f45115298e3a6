"""`python -m slotwise` is the command line."""

import subprocess
import sys


def test_the_module_runs_as_the_command():
    """Callers that know only their interpreter get the same help."""
    result = subprocess.run([sys.executable, "-m", "slotwise", "--help"], capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert "Usage: slotwise" in result.stdout
