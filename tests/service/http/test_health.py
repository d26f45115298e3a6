"""Health is honest: alive, ready, degraded or not, and why."""

from slotwise import shelf


def test_a_service_with_a_model_is_ready(client):
    """Alive and ready, with the model that is live."""
    assert client.get("/livez").get_json() == {"status": "alive"}
    ready = client.get("/readyz").get_json()
    assert ready["status"] == "ready"
    assert ready["checks"]["model"] == {"ok": True, "name": "checkerboard", "version": "1"}


def test_a_refused_bundle_degrades(client, service, other_folder, data_dir_of_test):
    """A broken bundle is reported, and the service stays ready with the model it has."""
    published = shelf.publish(data_dir_of_test / "shelf", "checkerboard", "2", other_folder)
    path = data_dir_of_test / "shelf" / "checkerboard" / published.folder / "model.json"
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
    service.models.check()
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.get_json()["status"] == "degraded"
    assert response.get_json()["checks"]["shelf"]["code"] == "bundle_invalid"


def test_without_a_model_the_service_is_not_ready(make_app, tmp_path):
    """Nothing on the shelf: alive, not ready."""
    client = make_app(shelf=tmp_path / "empty").test_client()

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_a_thread_that_has_died_is_told(client, service):
    """A worker whose background work has ended is not well."""
    client.get("/livez")
    service.background._stop.set()
    for thread in service.background._threads:
        thread.join()

    assert client.get("/livez").status_code == 503


def test_metrics_count_what_happens(client):
    """Decisions, levels and statuses are counted."""
    client.post("/v1/decisions", json={"touchpoints": [{"touchpoint": "home"}]})
    text = client.get("/metrics").get_data(as_text=True)

    assert "slotwise_decisions_total 1.0" in text
    assert 'slotwise_slates_total{level="ranker"} 1.0' in text
    assert 'slotwise_http_responses_total{status="200"} 1.0' in text
    assert "slotwise_model_live 1.0" in text


def test_a_log_that_loses_decisions_is_told(client, service):
    """The service answers on, and says that it is not well: how many were lost, and how many wait."""
    assert client.get("/readyz").get_json()["checks"]["decision_log"] == {"ok": True, "waiting": 0, "lost": 0}
    service.background.log._lose(2)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
    assert answer.get_json()["checks"]["decision_log"]["lost"] == 2
    assert b"slotwise_decisions_unlogged_total 2.0" in service.metrics.render()
