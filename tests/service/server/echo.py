"""A small application for the tests of the server: tells what it got, sleeps, or answers at length."""

import time


def application(environ, start_response):
    """`/sleep` takes a second, `/hang` for ever, `/big` answers with 8 MB, everything else with what it got."""
    body, path = environ["wsgi.input"].read(), environ["PATH_INFO"]
    if path == "/sleep":
        time.sleep(1.0)
    while path == "/hang":
        time.sleep(0.1)
    if path == "/fail":
        raise RuntimeError("broken")
    answer = b"x" * 8_000_000 if path == "/big" else f"{environ['REQUEST_METHOD']} {path} {len(body)}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]
