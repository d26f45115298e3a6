"""Models: what is live, what is on the shelf, and a look at the shelf right now."""

from typing import Any

from flask import Blueprint, Response, request

from service.answered import ModelsAnswer
from service.console.models import models_page
from service.http.errors import Problem
from service.http.json import answer_document
from service.http.operations import Operation, blueprint
from service.http.pages import html
from service.lease import longer
from service.moments import to_text
from service.shelf_told import bakes, moved, told
from service.wiring import Service


def models(service: Service) -> Blueprint:
    """Return the blueprint of models."""

    def listed() -> Response:
        return answer_document(_document(service))

    def reload() -> Response:
        if request.get_data(cache=False).strip() not in (b"", b"{}"):
            raise Problem("request_invalid", "The request is not valid", "this operation takes no body")
        with longer(service.settings.probe_seconds):
            changed = service.models.reload()
        return answer_document({**_document(service), "changed": changed})

    def page() -> Response:
        return html(models_page(_document(service)))

    return blueprint(
        "models",
        [
            Operation(
                "GET",
                "/v1/models",
                "models",
                "The model that is live, and those on the shelf.",
                listed,
                scope="models",
                answer=ModelsAnswer,
                tag="models",
            ),
            Operation(
                "POST",
                "/v1/models/reload",
                "reload_models",
                "Look at the shelf now; the other workers follow by themselves.",
                reload,
                scope="models",
                answer=ModelsAnswer,
                problems=(413, 422),
                tag="models",
            ),
            Operation(
                "GET",
                "/console/models",
                "models_page",
                "The models as a page.",
                page,
                scope="models",
                media="text/html",
            ),
        ],
    )


def _document(service: Service) -> dict[str, Any]:
    serving, refused = service.models.current, service.models.refused
    return {
        "live": None
        if serving is None
        else {
            **serving.model.describe(),
            "digest": serving.published.digest,
            "folder": serving.published.folder,
            "since": to_text(int(serving.since * 1_000)),
            "trained_until": to_text(serving.model.as_of),
            "counts_at": to_text(serving.live.at),
            "products": len(serving.model.catalog.products),
            "contents": len(serving.model.catalog.contents),
            "touchpoints": len(serving.model.catalog.touchpoints),
            "generators": sorted(serving.model.generators),
            "ranker": serving.model.trees is not None,
            "features": len(serving.model.features.features),
        },
        "refused": None if refused is None else vars(refused),
        "data": told(service.models.shelf),
        "bakes": bakes(service.baking),
        "moves": moved(service.models.shelf),
    }
