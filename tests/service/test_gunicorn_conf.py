"""gunicorn's configuration: every line has its reason, and the values are those of the settings."""

import ast
import subprocess
import sys
from pathlib import Path

import service

SOURCE = Path(service.__file__).parent / "gunicorn_conf.py"
TOLD_BY_THE_ONE_BEFORE = ("wsgi_app", "bind", "threads", "loglevel", "limit_request_fields")
NAMES = ("bind", "workers", "threads", "preload_app", "max_requests")
SHOW = f"import runpy, sys; found = runpy.run_path(sys.argv[1]); print(*(found[name] for name in {NAMES}))"


def test_every_line_has_its_reason():
    """Above each setting stands a comment, or it follows one that speaks for both."""
    lines = SOURCE.read_text().splitlines()
    names = [node for node in ast.parse(SOURCE.read_text()).body if isinstance(node, ast.Assign)]
    bare = []
    for node in names:
        name = node.targets[0].id
        before = lines[node.lineno - 2]
        if not name.startswith("_") and not before.startswith("#") and name not in TOLD_BY_THE_ONE_BEFORE:
            bare.append(name)

    assert bare == []


def test_values_come_from_the_settings(tmp_path):
    """Address and workers are the settings'; one thread, preloaded, and no worker ends by itself."""
    environment = {"SLOTWISE_DATA_DIR": str(tmp_path), "SLOTWISE_PORT": "9123", "SLOTWISE_WORKERS": "3", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(SOURCE)], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["127.0.0.1:9123", "3", "1", "True", "0"]
