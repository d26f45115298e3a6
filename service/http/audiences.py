"""Audiences: their sizes, who is in them, giving them out, what came of it, and the best persons for a product."""

import threading
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, g, request

from service.answered_audiences import (
    AudienceAnswer,
    AudienceExportAnswer,
    AudienceExportsAnswer,
    AudiencesAnswer,
    BestPersonsAnswer,
    LiftAnswer,
    MembersAnswer,
    OverlapAnswer,
    PreviewAnswer,
)
from service.asked_audiences import BestRequest, ExportRequest, LiftQuery, MembersQuery, OverlapRequest, PreviewQuery
from service.audiences.best import Best, chosen_of
from service.audiences.formats import Rows, csv_of
from service.audiences.office import AskedBest
from service.audiences.outcomes import told
from service.audiences.questions import Questions
from service.audiences.telling import cursor_of, export_told, place_of, size_told
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.log import logger
from service.moments import to_text
from service.stores.audience_exports import Export
from service.wiring import Service
from slotwise.documents.audiences import Contact
from slotwise.errors import SlotwiseError

_log = logger("audiences")
_READ, _GIVE, _PERSONS = "audiences", "audiences:export", "persons"
_ONE, _EXPORT = "/v1/audiences/<audience>", "/v1/audience-exports/<export>"
_ASKED = (404, 409, 422, 503)


def audiences(service: Service) -> Blueprint:
    """Return the blueprint of audiences."""
    office, limit = service.audiences, service.settings.max_body_bytes
    exports = office.giving.exports

    def listed() -> Response:
        questions = office.questions()
        names = questions.asking.plan.audiences.entries
        return answer_document({"as_of": _as_of(questions), "data": [size_told(questions, each) for each in names]})

    def one(audience: str) -> Response:
        questions = office.questions()
        document = questions.audience(audience).to_json()
        return answer_document({**size_told(questions, audience), "as_of": _as_of(questions), "document": document})

    def preview(audience: str) -> Response:
        asked = check(request.args.to_dict(), PreviewQuery)
        found = office.questions().preview(audience, asked.limit)
        if g.principal is None or _PERSONS not in g.principal.scopes:
            found = [{**each, "person_id": None} for each in found]
        return answer_document({"data": found})

    def overlap() -> Response:
        names = read(request, OverlapRequest, limit).names
        return answer_document({"names": names, "overlap": office.questions().overlap(names).tolist()})

    def export(audience: str) -> Response:
        asked = read(request, ExportRequest, limit) if request.content_length else ExportRequest(webhook=None)
        if asked.webhook is not None:
            office.giving.webhooks.check(asked.webhook)
        office.questions().audience(audience)
        made = office.giving.note(office.fresh(), audience, _author(), office.revision)
        if asked.webhook is not None:
            _send_apart(service, made, asked.webhook)
        return answer_document(export_told(made), 201)

    def given(audience: str) -> Response:
        return answer_document({"data": [export_told(each) for each in exports.of(audience)]})

    def export_of(export: str) -> Response:
        return answer_document(export_told(exports.get(export)))

    def members(export: str) -> Response:
        asked = check(request.args.to_dict(), MembersQuery)
        exports.get(export)
        found = exports.page(export, asked.limit + 1, _place(asked.cursor, 1)[0])
        page = found[: asked.limit]
        return answer_document({"data": page, "next_cursor": cursor_of(page[-1]) if len(found) > asked.limit else None})

    def file(export: str) -> Response:
        made = exports.get(export)
        pieces: Iterator[str] = csv_of(Rows(made), exports.members(export, treated=True))
        headers = {"Content-Disposition": f"attachment; filename={export}.csv", "Cache-Control": "no-store"}
        return Response((each.encode() for each in pieces), mimetype="text/csv", headers=headers)

    def lift(export: str) -> Response:
        asked = check(request.args.to_dict(), LiftQuery)
        found = told(office.outcomes.lift(exports.get(export), office.now(), asked.event, asked.days))
        texts = {name: to_text(found[name]) for name in ("since", "until")}
        return answer_document({"export_id": export, **found, **texts})

    def best(product: str) -> Response:
        asked = (
            read(request, BestRequest, limit)
            if request.content_length
            else BestRequest(audience=None, touchpoint=None, export=False)
        )
        contact = None if asked.contact is None else Contact(most=asked.contact.most, days=asked.contact.days)
        wanted = AskedBest(product, asked.audience, asked.touchpoint, asked.sample, asked.holdout, contact)
        ranking, audience, questions = office.rank(wanted, stale=not asked.export)
        made = None
        if asked.export:
            if _GIVE not in g.principal.scopes:
                raise Problem("scope_missing", "The key may not do this", f"this needs the scope {_GIVE}")
            chosen = chosen_of(ranking, asked.limit)
            made = office.giving.note_members(
                audience, chosen, questions.asking, _author(), office.revision, product=product
            )
        page, cursor = ([], None) if asked.export else _page(ranking.best, asked.limit, asked.cursor)
        return answer_document({
            **{name: value for name, value in ranking._asdict().items() if name != "best"},
            "data": [each._asdict() for each in page], "next_cursor": cursor,
            "export": None if made is None else export_told(made),
        })  # fmt: skip

    return blueprint(
        "audiences",
        [
            _operation("GET", "/v1/audiences", "audiences", "All audiences with their sizes.", listed,
                       answer=AudiencesAnswer, problems=(409, 503)),
            _operation("GET", _ONE, "audience", "An audience with its size as of now.", one, answer=AudienceAnswer),
            _operation("GET", f"{_ONE}/preview", "audience_preview", "Some members, and why they are.", preview,
                       query=PreviewQuery, answer=PreviewAnswer),
            _operation("POST", "/v1/audiences/overlap", "audience_overlap", "Who is in every two audiences or tags.",
                       overlap, body=OverlapRequest, answer=OverlapAnswer,
                       problems=(400, 404, 409, 413, 415, 422, 503)),
            _operation("POST", f"{_ONE}/exports", "export_audience", "Give an audience out, but for its holdout.",
                       export, scope=_GIVE, body=ExportRequest, body_required=False, answer=AudienceExportAnswer,
                       status=201, problems=(400, 404, 409, 413, 415, 422, 503)),
            _operation("GET", f"{_ONE}/exports", "audience_exports", "The exports of an audience, the latest first.",
                       given, answer=AudienceExportsAnswer, problems=(409, 503)),
            _operation("GET", _EXPORT, "audience_export", "An export, and what became of it.", export_of,
                       answer=AudienceExportAnswer),
            _operation("GET", f"{_EXPORT}/members", "audience_members", "The persons who were given out, by id.",
                       members, scope=_GIVE, query=MembersQuery, answer=MembersAnswer),
            _operation("GET", f"{_EXPORT}/file", "audience_file", "The same as a CSV file.", file, scope=_GIVE,
                       media="text/csv"),
            _operation("GET", f"{_EXPORT}/lift", "audience_lift", "Treated over held-out persons, with intervals.",
                       lift, query=LiftQuery, answer=LiftAnswer),
            _operation("POST", "/v1/products/<path:product>/audience", "product_audience",
                       "The best persons for a product.", best, scope=_PERSONS, body=BestRequest, body_required=False,
                       answer=BestPersonsAnswer, problems=(400, 404, 409, 413, 415, 422, 503)),
        ],
    )  # fmt: skip


def _operation(method: str, path: str, name: str, summary: str, view: Any, **given: Any) -> Operation:
    return Operation(
        method, path, name, summary, view, **{"scope": _READ, "problems": _ASKED, "tag": "audiences", **given}
    )


def _author() -> str:
    return g.principal.key_id or "open" if g.principal else "open"


def _as_of(questions: Questions) -> str:
    return to_text(questions.population.as_of)


def _send_apart(service: Service, made: Export, url: str) -> None:
    """Send an export without keeping the caller waiting; what became of it is told with the export."""

    def send() -> None:
        try:
            service.audiences.giving.send(made, url)
        except SlotwiseError as error:
            _log.warning("export not sent", export=made.export_id, detail=error.detail)

    threading.Thread(target=send, name="webhook", daemon=True).start()


def _page(best: list[Best], limit: int, cursor: str | None) -> tuple[list[Best], str | None]:
    """Return the persons after a cursor: after its preference and id, also when others have come or gone."""
    after = _place(cursor, 2)
    rest = best if cursor is None else [each for each in best if (-each.preference, each.person_id) > tuple(after)]
    page = rest[:limit]
    return page, cursor_of(-page[-1].preference, page[-1].person_id) if len(rest) > limit else None


def _place(cursor: str | None, parts: int) -> list[Any]:
    """Return what a cursor names, blanks without one; raise Problem for none that was given out."""
    if cursor is None:
        return [""] * parts
    found = place_of(cursor, parts)
    if found is None:
        raise Problem("request_invalid", "The request is not valid", "the cursor is none that was given out")
    return found
