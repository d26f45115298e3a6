"""The browser SDK over HTTP: for pages of any origin, kept by browsers for an hour and asked for anew by its tag."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from service import sdk as browser
from service.http.operations import Operation, blueprint
from service.keys import PUBLIC
from service.wiring import Service

_HEADERS = {
    "Cache-Control": "public, max-age=3600",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    # A script is nobody's secret: any page may load it, with an integrity attribute too.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_JAVASCRIPT = "text/javascript"


def sdk(service: Service) -> Blueprint:
    """Return the blueprint of the browser SDK."""
    tag = Operation(
        "GET",
        "/sdk/slotwise.js",
        "sdk_script",
        "The browser SDK for a script tag.",
        _file(browser.script()),
        scope=PUBLIC,
        media=_JAVASCRIPT,
    )
    module = Operation(
        "GET",
        "/sdk/slotwise.mjs",
        "sdk_module",
        "The browser SDK as a module.",
        _file(browser.module()),
        scope=PUBLIC,
        media=_JAVASCRIPT,
    )
    return blueprint("sdk", [tag, module])


def _file(text: bytes) -> Callable[[], Response]:
    def view() -> Response:
        packs = request.accept_encodings["gzip"] > 0
        response = Response(browser.packed(text) if packs else text, mimetype=_JAVASCRIPT, headers=_HEADERS)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        response.add_etag()
        response.make_conditional(request)
        return response

    return view
