"""What machines ask to see whether all is well."""

from dataclasses import replace

from fastapi.testclient import TestClient

from ingest.spool import Spool
from search.stores.store import Store
from tests.web.conftest import TOKEN, event, keep
from web.app import create_app
from web.services import Services


def test_a_process_that_lives_says_so_to_strangers(stranger: TestClient) -> None:
    assert stranger.get("/health").json() == {"status": "ok", "version": "0.1.0"}
    assert stranger.get("/ready").status_code == 200


def test_a_service_that_is_not_ready_is_503(services: Services) -> None:
    with TestClient(create_app(replace(services, ready=lambda: False))) as client:
        answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready"}


def test_prometheus_gets_every_figure(machine: TestClient, store: Store, spool: Spool) -> None:
    keep(store, event(1, "a line"), event(2, "another line"))
    machine.post("/api/ingest", content=b"one\ntwo\n")
    text = machine.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    for line in (
        'nephoscope_lines_received_total{protocol="http"} 2.0',
        "nephoscope_lines_waiting 2.0",
        "nephoscope_lines_stored_total 0.0",
        "nephoscope_store_events 2.0",
        "nephoscope_alerts_open 0.0",
    ):
        assert line in text
    assert 'address="/api/ingest",method="POST",status="200"' in text


def test_unknown_addresses_make_one_series(machine: TestClient) -> None:
    for name in ("a", "b"):
        machine.get(f"/{name}")
    text = machine.get("/metrics").text
    assert 'address="unknown"' in text
    assert 'address="/a"' not in text
