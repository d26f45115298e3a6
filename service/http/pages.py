"""Pages for people: the first page and its style, under a policy that lets nothing else in."""

from flask import Blueprint, Response, request

from service.console.templates import source
from service.console.try_it import Chosen, TryIt
from service.http.operations import Operation, blueprint
from service.keys import PUBLIC
from service.wiring import Service

_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'; sandbox"
)
_LONGEST = 128


def pages(service: Service) -> Blueprint:
    """Return the blueprint of the pages."""
    try_it = TryIt(service.answering, service.states, service.settings.demo is not None)

    def first() -> Response:
        given = {name: request.args.get(name, "")[:_LONGEST] for name in ("person", "surface", "scene")}
        return html(try_it.render(Chosen(**given)))

    def style() -> Response:
        return Response(source("style.css"), mimetype="text/css", headers={"Cache-Control": "max-age=3600"})

    return blueprint(
        "pages",
        [
            Operation("GET", "/", "try_it", "A page to try decisions on.", first, scope="persons", media="text/html"),
            Operation(
                "GET", "/console/style.css", "style", "The style of the pages.", style, scope=PUBLIC, media="text/css"
            ),
        ],
    )


def html(text: str) -> Response:
    """Return a page with a policy that allows our own style, our own pages within it, and nothing else."""
    return _page(text, _POLICY)


def framed(text: str) -> Response:
    """Return a page that stands by itself, with its style inside, alone or within one of ours; nothing in it runs."""
    return _page(text, _FRAMED)


def _page(text: str, policy: str) -> Response:
    response = Response(text, mimetype="text/html")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
