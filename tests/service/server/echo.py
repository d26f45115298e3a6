"""A small application for the tests of the server: tells what it got, sleeps, or answers at length."""

import os
import time
from threading import Thread

from service.lease import longer


def application(environ, start_response):
    """`/sleep` takes a second, `/hang` and `/endless` for ever, `/patient` says that it takes four seconds, `/thread`
    has a thread work for four seconds; `/pid` tells the process, `/big` answers with 8 MB, everything else with what it
    got."""
    body, path = environ["wsgi.input"].read(), environ["PATH_INFO"]
    if path == "/sleep":
        time.sleep(1.0)
    while path in ("/hang", "/endless"):
        time.sleep(0.1)
    if path == "/patient":
        with longer(4.0):
            time.sleep(4.0)
    if path == "/thread":
        Thread(target=_work, daemon=True).start()
    if path == "/fail":
        raise RuntimeError("broken")
    if path == "/pid":
        path = str(os.getpid())
    answer = b"x" * 8_000_000 if path == "/big" else f"{environ['REQUEST_METHOD']} {path} {len(body)}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]


def _work():
    until = time.monotonic() + 4.0
    while time.monotonic() < until:
        sum(range(100_000))
