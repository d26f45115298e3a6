"""Shadow: GET /v1/shadow, what a version would have said beside the champion."""

from flask import Blueprint, Response

from service.answered_shadow import ShadowAnswer
from service.http.json import answer_document
from service.http.operations import Operation, blueprint
from service.shadow.process import wanted_of
from service.shadow.told import shadow_told
from service.wiring import Service


def shadow(service: Service) -> Blueprint:
    """Return the blueprint of the shadow."""

    def told() -> Response:
        in_effect = service.models.in_effect
        return answer_document(shadow_told(None if in_effect is None else wanted_of(in_effect), service.results))

    operation = Operation(
        "GET",
        "/v1/shadow",
        "shadow",
        "The version that scores live requests unseen, and how it compares with the champion.",
        told,
        scope="models",
        answer=ShadowAnswer,
        problems=(503,),
        tag="models",
    )
    return blueprint("shadow", [operation])
