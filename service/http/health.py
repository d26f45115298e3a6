"""Health: is the process alive, is it ready to decide well; and its metrics."""

from typing import Any

from flask import Blueprint, Response

from service.answered import Health
from service.configuration.told import following_told
from service.http.json import answer_document
from service.http.operations import Operation, blueprint
from service.keys import PUBLIC
from service.variants.told import variants_told
from service.wiring import Service
from slotwise.errors import StoreError


def health(service: Service) -> Blueprint:
    """Return the blueprint of health and metrics."""

    def livez() -> Response:
        well = service.background.alive()
        return answer_document({"status": "alive" if well else "stuck"}, 200 if well else 503)

    def readyz() -> Response:
        checks = _checks(service)
        ready = checks["model"]["ok"]
        status = "ready" if all(each["ok"] for each in checks.values()) else "degraded" if ready else "not ready"
        return answer_document({"status": status, "checks": checks}, 200 if ready else 503)

    def metrics() -> Response:
        return Response(service.metrics.render(), mimetype="text/plain")

    return blueprint(
        "operation",
        [
            Operation(
                "GET",
                "/livez",
                "livez",
                "Is the process alive?",
                livez,
                scope=PUBLIC,
                answer=Health,
                problems=(503,),
                tag="operation",
            ),
            Operation(
                "GET",
                "/readyz",
                "readyz",
                "Is a model live, the store readable, the shelf in order?",
                readyz,
                scope=PUBLIC,
                answer=Health,
                problems=(503,),
                tag="operation",
            ),
            Operation(
                "GET",
                "/metrics",
                "metrics",
                "Metrics in Prometheus' form.",
                metrics,
                scope="metrics",
                media="text/plain",
                tag="operation",
            ),
        ],
    )


def _checks(service: Service) -> dict[str, dict[str, Any]]:
    serving, refused = service.models.current, service.models.refused
    model: dict[str, Any] = {"ok": serving is not None}
    if serving is not None:
        model |= serving.model.describe()
    shelf: dict[str, Any] = {"ok": refused is None}
    if refused is not None:
        shelf |= {"refused": refused.folder, "code": refused.code, "detail": refused.detail}
    store: dict[str, Any] = {"ok": True}
    try:
        service.events.last()
    except StoreError as error:
        store = {"ok": False, "detail": error.detail}
    configuration = following_told(service.configuration.following)
    log = service.background.log
    logged = {"ok": log.well, "waiting": log.waiting, "lost": log.lost}
    return {
        "model": model,
        "shelf": shelf,
        "store": store,
        "configuration": configuration,
        "decision_log": logged,
        "experiments": variants_told(service.variants),
    }
