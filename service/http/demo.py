"""The demo's page at /demo: an app's home that uses the browser SDK, and what the log has of whoever uses it."""

from importlib.resources import files

from flask import Blueprint, Response, request

from service.asked import MAX_ID, Person
from service.demo_world import DemoWorld
from service.http.errors import Problem
from service.http.json import answer, answer_document
from service.http.operations import Operation, blueprint
from service.keys import PUBLIC
from service.stores.latest import Latest
from service.wiring import Service

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_MEDIA = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_LISTED = 60


def demo(service: Service) -> Blueprint:
    """Return the blueprint of the demo's page, which is empty unless this is a demo."""
    if service.settings.demo is None:
        return blueprint("demo", [])
    world, latest = DemoWorld(service.settings.demo), Latest(service.database)
    folder = files("service.console").joinpath("demo")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith((".css", ".js")))

    def page() -> Response:
        return file("index.html")

    def file(name: str) -> Response:
        if name not in names and name != "index.html":
            raise Problem("not_found", "Not Found", "the demo has no such file", status=404)
        response = Response(folder.joinpath(name).read_bytes(), mimetype=_MEDIA[name.rpartition(".")[2]])
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    def document() -> Response:
        return answer(world.document)

    def log() -> Response:
        given = {name: request.args.get(name, "")[:MAX_ID] for name in ("person", "anonymous")}
        identities = {"anonymous": given["anonymous"]} if given["anonymous"] else {}
        asked = Person(id=given["person"] or None, identities=identities)
        ids = {service.people.resolve(asked), given["person"], f"anonymous:{given['anonymous']}"}
        return answer_document({"events": latest.of(ids - {"", "anonymous:"}, _LISTED)})

    return blueprint(
        "demo",
        [
            Operation("GET", "/demo", "page", "The demo: an app's home page.", page, scope=PUBLIC, media="text/html"),
            Operation("GET", "/demo/<name>", "file", "A file of the demo's page.", file, scope=PUBLIC),
            Operation(
                "GET", "/demo/world.json", "world", "What the demo's page needs to know.", document, scope=PUBLIC
            ),
            # Only with the demo's own key, which is what may send events: and there are none but invented persons.
            Operation("GET", "/demo/log", "log", "A person's latest events as stored.", log, scope="events"),
        ],
    )
