"""The login form: whoever looks at pages shows a key once, and the browser remembers it for a while."""

import secrets

from flask import Blueprint, Request, Response, request

from service.console.templates import page
from service.http.errors import Problem
from service.http.operations import Operation, blueprint
from service.http.pages import html
from service.http.sessions import COOKIE, FORM_FIELD, BrowserSessions, cookie
from service.keys import PUBLIC
from service.wiring import Service
from slotwise.errors import KeyRefusedError

_FORM_COOKIE = "slotwise_form"
_FORM_SECONDS = 3_600
_LONGEST = 2_000


def login(service: Service) -> Blueprint:
    """Return the blueprint of logging in and out."""
    browsers = BrowserSessions(service)

    def form() -> Response:
        session = browsers.session(request)
        if session is not None and service.keyring.holder(session.key_id) is not None:
            token = browsers.form_token(session)
            return html(page("logged_in.html", key_id=session.key_id, token=token, field=FORM_FIELD))
        return login_page(service, request.args.get("next", "/"))

    def enter() -> Response:
        browsers.check_form(request, request.cookies.get(_FORM_COOKIE, ""))
        try:
            entry = service.keyring.find(request.form.get("key", "").strip())
        except KeyRefusedError as error:
            return login_page(service, request.form.get("next", "/"), error.detail, 401)
        response = _back(request)
        browsers.begin(response, entry.principal.key_id)
        cookie(response, _FORM_COOKIE, "", 0)
        return response

    def leave() -> Response:
        session = browsers.session(request)
        if session is not None:
            browsers.check_form(request, session.session_id)
        response = _back(request)
        cookie(response, COOKIE, "", 0)
        return response

    return blueprint(
        "login",
        [
            Operation("GET", "/login", "form", "Log in with a key.", form, scope=PUBLIC, media="text/html"),
            Operation("POST", "/login", "enter", "Log in with a key.", enter, scope=PUBLIC, media="text/html"),
            Operation("POST", "/logout", "leave", "Log out.", leave, scope=PUBLIC, media="text/html"),
        ],
    )


def login_page(service: Service, then: str, problem: str = "", status: int = 200) -> Response:
    """Return the form, with a token that only this browser can send back."""
    form_id = secrets.token_hex(16)
    token = service.sessions.form_token(form_id)
    response = html(page("login.html", token=token, field=FORM_FIELD, then=_local(then), problem=problem))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    cookie(response, _FORM_COOKIE, form_id, _FORM_SECONDS)
    return response


def refused_page(service: Service, problem: Problem, request: Request) -> Response:
    """Return what a browser gets instead of a page that it may not see: the login form, or why not."""
    detail = "" if problem.document["code"] == "key_missing" else str(problem.document["detail"])
    response = login_page(service, request.full_path.removesuffix("?"), detail, problem.status)
    response.headers["WWW-Authenticate"] = problem.response().headers.get("WWW-Authenticate", "Bearer")
    return response


def _back(request: Request) -> Response:
    return Response(status=303, headers={"Location": _local(request.form.get("next", "/"))})


def _local(address: str) -> str:
    """Return an address if it is a path here, else the first page: a login must not lead to another site."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if fine and len(address) <= _LONGEST else "/"
