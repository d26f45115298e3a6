"""Worklists: agents see who needs them, take tasks and record what came of them."""

from functools import partial

from flask import Blueprint, Response, request

from service.answered_worklists import RecordedAnswer, TakenAnswer, TaskAnswer, WorklistAnswer, WorklistsAnswer
from service.asked_worklists import ReleaseRequest, ReportQuery, ResultRequest, TakeRequest, WorklistQuery
from service.http.errors import Problem
from service.http.json import answer_document, check, read
from service.http.operations import Operation, blueprint
from service.moments import to_ms
from service.wiring import Service
from service.worklists.telling import cursor_of, place_of, told

_CHANGED = (400, 404, 409, 413, 415, 422, 503)
_operation = partial(Operation, scope="worklists", tag="worklists")


def worklists(service: Service) -> Blueprint:
    """Return the blueprint of worklists."""
    desk, limit = service.desk, service.settings.max_body_bytes

    def report() -> Response:
        asked = check(request.args.to_dict(), ReportQuery)
        return answer_document(service.staircase_report.report(asked.days))

    def show(staircase: str) -> Response:
        asked = check(request.args.to_dict(), WorklistQuery)
        place = None if asked.cursor is None else place_of(asked.cursor)
        found = desk.due(staircase, asked.limit + 1, place)
        page = found[: asked.limit]
        cursor = cursor_of(page[-1]) if len(found) > asked.limit else None
        return answer_document({"data": [told(each) for each in page], "next_cursor": cursor})

    def take(staircase: str) -> Response:
        asked = read(request, TakeRequest, limit)
        return answer_document({"data": [told(each) for each in desk.take(staircase, asked.agent, asked.count)]})

    def result(task: str) -> Response:
        asked = read(request, ResultRequest, limit)
        at = None if asked.follow_up_at is None else to_ms(asked.follow_up_at)
        if asked.follow_up_at is not None and at is None:
            raise Problem("request_invalid", "The request is not valid", "follow_up_at is no RFC 3339 moment")
        done, further = desk.record(task, asked.agent, asked.result, asked.note, at)
        return answer_document({"task": told(done), "follow_up": None if further is None else told(further)})

    def release(task: str) -> Response:
        return answer_document(told(desk.release(task, read(request, ReleaseRequest, limit).agent)))

    return blueprint(
        "worklists",
        [
            _operation(
                "GET",
                "/v1/worklists",
                "worklists",
                "Every staircase, and where its tasks stand.",
                report,
                query=ReportQuery,
                answer=WorklistsAnswer,
                problems=(422, 503),
            ),
            _operation(
                "GET",
                "/v1/worklists/<staircase>",
                "worklist",
                "The tasks that are due, the most valuable first, with reasons and talking points.",
                show,
                query=WorklistQuery,
                answer=WorklistAnswer,
                problems=(404, 422, 503),
            ),
            _operation(
                "POST",
                "/v1/worklists/<staircase>/take",
                "take_tasks",
                "Hand an agent the most valuable tasks; each goes to one agent.",
                take,
                body=TakeRequest,
                answer=TakenAnswer,
                problems=_CHANGED,
            ),
            _operation(
                "POST",
                "/v1/tasks/<task>/result",
                "record_result",
                "Record what came of a task; a follow-up is scheduled where the result asks for one.",
                result,
                body=ResultRequest,
                answer=RecordedAnswer,
                problems=_CHANGED,
            ),
            _operation(
                "POST",
                "/v1/tasks/<task>/release",
                "release_task",
                "Put a task back into its list.",
                release,
                body=ReleaseRequest,
                answer=TaskAnswer,
                problems=_CHANGED,
            ),
        ],
    )
