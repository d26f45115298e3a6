"""Persons: what is known of one, their consent, their identifiers, and their rights to see it all and to be erased."""

from flask import Blueprint, Response, g, request

from service.answered_persons import (
    AlarmsAnswer,
    ConsentAnswer,
    ErasureAnswer,
    ExportAnswer,
    KnownPersonAnswer,
    LinksAnswer,
    PartedAnswer,
    ProofAnswer,
)
from service.asked import MAX_ID
from service.asked_persons import AlarmsQuery, ConsentRequest, LinksRequest, PersonQuery, ProofRequest
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.wiring import Service
from slotwise.errors import UnknownPersonError

_LONGEST = 2 * MAX_ID + 1
_READ, _WRITE = "persons", "persons:write"
_GONE = (404, 410, 422, 503)
_PERSON = "/v1/persons/<path:person_id>"


def persons(service: Service) -> Blueprint:
    """Return the blueprint of persons."""
    limit = service.settings.max_body_bytes

    def show(person_id: str) -> Response:
        query = check(request.args.to_dict(), PersonQuery)
        return answer_document(service.persons.show(_known(person_id), query.timeline, service.models.current))

    def consent(person_id: str) -> Response:
        said = read(request, ConsentRequest, limit)
        return answer_document(service.persons.consent(_known(person_id), said.personalize, said.hidden))

    def link(person_id: str) -> Response:
        asked = read(request, LinksRequest, limit)
        return answer_document(service.persons.link(_known(person_id), asked.identities, asked.persons, _by()))

    def part(person_id: str, link: str) -> Response:
        return answer_document(service.persons.part(_known(person_id), link, _by()))

    def undo(person_id: str, merge: str) -> Response:
        return answer_document(service.persons.part(_known(person_id), merge, _by()))

    def prove() -> Response:
        asked = read(request, ProofRequest, limit).person
        return answer_document(service.persons.prove(asked.id, asked.identities))

    def export(person_id: str) -> Response:
        pieces = service.exports.export(_known(person_id))
        headers = {"Content-Disposition": "attachment; filename=person.json", "Cache-Control": "no-store"}
        return Response(pieces, mimetype="application/json", headers=headers)

    def erase(person_id: str) -> Response:
        return answer_document(service.erasing.erase(_known(person_id), _by(), wait=False))

    def receipt(receipt: str) -> Response:
        return answer_document(service.erasing.receipt(receipt))

    def alarms() -> Response:
        return answer_document({"data": service.persons.raised(check(request.args.to_dict(), AlarmsQuery).limit)})

    return blueprint(
        "persons",
        [
            Operation(
                "GET",
                _PERSON,
                "person",
                "What is known of a person, and what of it is used.",
                show,
                scope=_READ,
                query=PersonQuery,
                answer=KnownPersonAnswer,
                problems=_GONE,
                tag="persons",
            ),
            Operation(
                "PUT",
                f"{_PERSON}/consent",
                "consent",
                "What the person allows, from the next answer on.",
                consent,
                scope=_WRITE,
                body=ConsentRequest,
                answer=ConsentAnswer,
                problems=(400, 404, 410, 413, 415, 422, 503),
                tag="persons",
            ),
            Operation(
                "POST",
                f"{_PERSON}/links",
                "link",
                "Identifiers and persons that are this person.",
                link,
                scope=_WRITE,
                body=LinksRequest,
                answer=LinksAnswer,
                problems=(400, 404, 409, 410, 413, 415, 422, 503),
                tag="persons",
            ),
            Operation(
                "DELETE",
                f"{_PERSON}/links/<link>",
                "unlink",
                "Undo a link: both persons are as if it had never been.",
                part,
                scope=_WRITE,
                answer=PartedAnswer,
                problems=(404, 503),
                tag="persons",
            ),
            Operation(
                "POST",
                f"{_PERSON}/merges/<merge>/undo",
                "undo_merge",
                "Undo a merge: both persons are as if it had never been.",
                undo,
                scope=_WRITE,
                answer=PartedAnswer,
                problems=(404, 503),
                tag="persons",
            ),
            Operation(
                "GET",
                f"{_PERSON}/export",
                "export_person",
                "Everything about a person from every table.",
                export,
                scope=_READ,
                answer=ExportAnswer,
                problems=_GONE,
                tag="persons",
            ),
            Operation(
                "DELETE",
                _PERSON,
                "erase_person",
                "Erase everything about a person; asked again, the same receipt.",
                erase,
                scope=_WRITE,
                answer=ErasureAnswer,
                problems=(404, 503),
                tag="persons",
            ),
            Operation(
                "POST",
                "/v1/persons/link-proofs",
                "prove_link",
                "A signed proof that ids are one person's, for an app to send with its events.",
                prove,
                scope=_WRITE,
                body=ProofRequest,
                answer=ProofAnswer,
                problems=(400, 413, 415, 422),
                tag="persons",
            ),
            Operation(
                "GET",
                "/v1/erasures/<receipt>",
                "erasure",
                "The receipt of an erasure.",
                receipt,
                scope=_READ,
                answer=ErasureAnswer,
                problems=(404, 503),
                tag="persons",
            ),
            Operation(
                "GET",
                "/v1/link-alarms",
                "link_alarms",
                "Links that were refused because of a cap.",
                alarms,
                scope=_READ,
                query=AlarmsQuery,
                answer=AlarmsAnswer,
                problems=(422, 503),
                tag="persons",
            ),
        ],
    )


def _known(person_id: str) -> str:
    """Return an id that somebody may have; raise Problem."""
    if not 1 <= len(person_id) <= _LONGEST or "\0" in person_id:
        raise Problem("person_unknown", UnknownPersonError.title, "nobody can have this id")
    return person_id


def _by() -> str | None:
    """The key on whose word something is done."""
    return g.principal.key_id or None if g.principal else None
