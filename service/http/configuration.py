"""Configuration: what is in effect, what would change, changes by whole documents or single entries, the history."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request
from pydantic import BaseModel

from service.answered_configuration import (
    ChangeAnswer,
    ConfigurationAnswer,
    DiffAnswer,
    DocumentAnswer,
    EntryAnswer,
    RevisionsAnswer,
)
from service.asked_configuration import (
    Asked,
    CheckRequest,
    DeletionQuery,
    DiffQuery,
    DocumentsRequest,
    EntriesRequest,
    EntryRequest,
    PatchRequest,
    RevisionsQuery,
    RollbackRequest,
)
from service.configuration import edits
from service.configuration.edits import Edit
from service.configuration.told import checked_told, following_told, revision_told
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.wiring import Service
from slotwise.configuration import diff, to_text
from slotwise.errors import RevisionConflictError

_READ, _WRITE = "configuration", "configuration:write"
_LOOKS = (404, 422, 503)
_WRONG = (400, 404, 409, 412, 413, 415, 422, 503)
_TAG = "configuration"
View = Callable[..., Response]
_ROOT = "/v1/configuration"


def configuration(service: Service) -> Blueprint:
    """Return the blueprint of the configuration."""
    room = Room(service)
    document, entry, past = f"{_ROOT}/<kind>", f"{_ROOT}/<kind>/<name>", f"{_ROOT}/revisions"
    history = "The history, the newest revision first."
    diff_says = "What a revision changed, or what differs since another one."
    check_says = "What documents would change, what is wrong with them, what sample persons would see."
    away = "Take a document away: the bundle's own is in effect."
    merge = "Change some fields of an entry, as a JSON merge patch."
    now = "All documents in effect; the ETag is the revision."
    whole = "Put whole documents in the place of those in effect."
    return blueprint(
        "configuration",
        [
            _look(_ROOT, "configuration", now, room.show, ConfigurationAnswer),
            _look(past, "revisions", history, room.revisions, RevisionsAnswer, RevisionsQuery),
            _look(f"{past}/<int:number>", "revision", "A revision.", room.revision, ConfigurationAnswer),
            _look(f"{past}/<int:number>/diff", "revision_diff", diff_says, room.diff, DiffAnswer, DiffQuery),
            _look(document, "document", "One document.", room.document, DocumentAnswer),
            _look(entry, "entry", "One entry.", room.entry, EntryAnswer),
            _change("POST", f"{_ROOT}/check", "check_configuration", check_says, room.check, CheckRequest, _READ),
            _change("POST", f"{_ROOT}/rollback", "rollback", "Bring a revision back.", room.rollback, RollbackRequest),
            _change("PUT", _ROOT, "put_documents", whole, room.put_documents, DocumentsRequest),
            _change("PUT", document, "put_document", "Put all entries.", room.put_document, EntriesRequest),
            _change("DELETE", document, "delete_document", away, room.delete_document),
            _change("PUT", entry, "put_entry", "Put one entry.", room.put_entry, EntryRequest),
            _change("PATCH", entry, "patch_entry", merge, room.patch_entry, PatchRequest),
            _change("DELETE", entry, "delete_entry", "Take an entry away.", room.delete_entry),
        ],
    )


def _look(
    path: str, name: str, summary: str, view: View, answer: type[BaseModel], query: type[BaseModel] | None = None
) -> Operation:
    return Operation(
        "GET", path, name, summary, view, scope=_READ, answer=answer, query=query, problems=_LOOKS, tag=_TAG
    )


def _change(
    method: str,
    path: str,
    name: str,
    summary: str,
    view: View,
    body: type[BaseModel] | None = None,
    scope: str = _WRITE,
) -> Operation:
    query = None if body else DeletionQuery
    return Operation(
        method, path, name, summary, view, scope=scope, body=body, query=query, answer=ChangeAnswer, problems=_WRONG,
        tag=_TAG,
    )  # fmt: skip


class Room:
    """The views, on one service."""

    def __init__(self, service: Service):
        self._history = service.configuration.history
        self._changing = service.configuration.changing
        self._following = service.configuration.following
        self._limit = service.settings.max_body_bytes

    def show(self) -> Response:
        """What is in effect."""
        return self._told(self._history.revisions.newest(), worker=True)

    def revision(self, number: int) -> Response:
        """A revision of the past."""
        return self._told(number)

    def document(self, kind: str) -> Response:
        """One document in effect."""
        found, _ = self._history.salvaged()
        data = edits.document_of(found.configuration, kind)
        return _tagged({"revision": found.revision, "kind": kind, "data": data})

    def entry(self, kind: str, name: str) -> Response:
        """One entry in effect."""
        found, _ = self._history.salvaged()
        entry = edits.entry_of(found.configuration, kind, name)
        return _tagged({"revision": found.revision, "kind": kind, "entry": entry})

    def revisions(self) -> Response:
        """A page of the history."""
        asked = check(request.args.to_dict(), RevisionsQuery)
        found = self._history.revisions.list(asked.limit + 1, asked.cursor)
        page = found[: asked.limit]
        cursor = page[-1].revision if len(found) > asked.limit else None
        return answer_document({"data": [revision_told(each) for each in page], "next_cursor": cursor})

    def diff(self, number: int) -> Response:
        """What a revision changed."""
        asked, revision = check(request.args.to_dict(), DiffQuery), self._history.revisions.get(number)
        since = revision.parent if asked.since is None else asked.since
        found = diff(self._history.at(since).configuration, self._history.configuration(revision))
        told = [each.to_json() for each in found]
        return answer_document({"since": since, "revision": number, "differences": told, "text": to_text(found)})

    def check(self) -> Response:
        """A change that is not made."""
        asked = read(request, CheckRequest, self._limit)
        checked = self._changing.check(edits.replaced(asked.documents), _parent(asked.parent))
        return answer_document(checked_told(checked))

    def put_documents(self) -> Response:
        """Whole documents."""
        asked = read(request, DocumentsRequest, self._limit)
        return self._change(asked, edits.replaced(asked.documents))

    def put_document(self, kind: str) -> Response:
        """One whole document."""
        asked = read(request, EntriesRequest, self._limit)
        return self._change(asked, edits.replaced({kind: asked.entries}))

    def put_entry(self, kind: str, name: str) -> Response:
        """One entry."""
        asked = read(request, EntryRequest, self._limit)
        return self._change(asked, edits.entry_put(kind, name, asked.entry))

    def patch_entry(self, kind: str, name: str) -> Response:
        """Some fields of an entry."""
        asked = read(request, PatchRequest, self._limit)
        return self._change(asked, edits.entry_patched(kind, name, asked.patch))

    def delete_entry(self, kind: str, name: str) -> Response:
        """An entry less."""
        return self._change(_deletion(), edits.entry_deleted(kind, name))

    def delete_document(self, kind: str) -> Response:
        """A document less."""
        return self._change(_deletion(), edits.document_deleted(kind))

    def rollback(self) -> Response:
        """A revision of the past in effect again."""
        asked = read(request, RollbackRequest, self._limit)
        return self._answer(
            lambda parent: self._changing.rollback(_author(asked), asked.reason, asked.to, parent, asked.dry_run), asked
        )

    def _change(self, asked: Asked, edit: Edit) -> Response:
        if asked.dry_run:
            return answer_document(checked_told(self._changing.check(edit, _parent(asked.parent))))
        return self._answer(lambda parent: self._changing.apply(edit, _author(asked), asked.reason, parent), asked)

    def _answer(self, make: Any, asked: Asked) -> Response:
        try:
            made, checked = make(_parent(asked.parent))
        except RevisionConflictError as error:
            if "If-Match" in request.headers:
                raise Problem("precondition_failed", error.title, error.detail, status=412) from error
            raise
        # This worker at once; the others find it by themselves.
        self._following.tick()
        return _tagged(checked_told(checked, made))

    def _told(self, number: int, worker: bool = False) -> Response:
        found = self._history.at(number)
        made = None if number == 0 else revision_told(self._history.revisions.get(number))
        told: dict[str, Any] = {
            "revision": number,
            "digest": found.configuration.digest,
            "made": made,
            "documents": found.configuration.to_json(),
            "worker": following_told(self._following) if worker else None,
        }
        return _tagged(told)


def _tagged(told: dict[str, Any]) -> Response:
    response = answer_document(told)
    response.set_etag(str(told["revision"]))
    if request.method == "GET":
        response.make_conditional(request)
    return response


def _parent(given: int | None) -> int | None:
    """The revision that a change was made of: of If-Match, else of the body."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return given
    text = header.removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem("precondition_failed", "The configuration has changed", "If-Match names no revision", status=412)
    return int(text)


def _author(asked: Asked) -> str:
    return asked.author or f"key {g.principal.key_id}".strip()


def _deletion() -> Asked:
    asked = check(request.args.to_dict(), DeletionQuery)
    return Asked(author=asked.author, reason=asked.reason, parent=None, dry_run=asked.dry_run)
