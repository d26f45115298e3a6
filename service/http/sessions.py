"""The session of a browser: read from its cookie, begun and ended; forms need its token."""

from flask import Request, Response, request

from service.http.errors import Problem
from service.keyring import Entry
from service.sessions import Session
from service.wiring import Service

COOKIE = "slotwise_session"
FORM_FIELD = "csrf"
_FORM_HEADER = "X-Csrf-Token"
_SAFE = ("GET", "HEAD", "OPTIONS")


class BrowserSessions:
    """Sessions in cookies: a browser that has shown a key may look; to change anything its form needs a token."""

    def __init__(self, service: Service):
        self._service = service

    def session(self, request: Request) -> Session | None:
        """Return the session of a request's cookie, if it is still good."""
        text = request.cookies.get(COOKIE)
        return self._service.sessions.read(text, self._service.keyring.wall()) if text else None

    def entry(self, request: Request) -> Entry | None:
        """Return the key of the session; raise Problem when a form is not one of ours."""
        session = self.session(request)
        entry = self._service.keyring.holder(session.key_id) if session else None
        if session is None or entry is None:
            return None
        if request.method not in _SAFE:
            self.check_form(request, session.session_id)
        return entry

    def check_form(self, request: Request, session_id: str) -> None:
        """Raise Problem unless a form or a header carries the token of this session."""
        token = request.headers.get(_FORM_HEADER) or request.form.get(FORM_FIELD, "")
        if not self._service.sessions.holds(session_id, token):
            raise Problem("form_refused", "The form is not ours", "open the page again and send its form")

    def begin(self, response: Response, key_id: str) -> None:
        """Let a browser be who has shown this key, for a while."""
        seconds = self._service.settings.session_hours * 3_600
        text = self._service.sessions.begin(key_id, int(self._service.keyring.wall()) + seconds)
        cookie(response, COOKIE, text, seconds)

    def form_token(self, session: Session) -> str:
        """Return what the forms of a session carry."""
        return self._service.sessions.form_token(session.session_id)


def cookie(response: Response, name: str, value: str, seconds: int, path: str = "/") -> None:
    """Set a cookie that no script and no other site can use; without a value it is taken away."""
    secure = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(
        name, value, max_age=seconds if value else 0, path=path, secure=secure, httponly=True, samesite="Lax"
    )
