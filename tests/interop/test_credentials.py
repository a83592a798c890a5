"""Who we say we are: certificates, keys and passwords reach a cluster, and no log."""

import base64
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from search.errors import StoreError
from search.stores.elasticsearch.check import check
from search.stores.elasticsearch.connection import Connection
from tests.interop.certificates import Certificates, made
from tests.interop.load import account, emptied, opened, rows
from tests.interop.proxy import Asked, Fault, proxy

SECRET = "hunter2-not-in-any-log"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return made(tmp_path_factory.mktemp("tls"))


@contextmanager
def guarded(url: str, wanted: str, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """URL of a proxy that lets only those in who send this `Authorization`."""

    def decide(asked: Asked) -> Fault | int | None:
        return None if asked.headers.get("authorization", "") == wanted else 401

    with proxy(url, decide, context) as address:
        yield address


def test_a_key_is_sent_with_every_request(elasticsearch: str) -> None:
    with (
        emptied(elasticsearch, streams=False) as namespace,
        guarded(elasticsearch, f"ApiKey {SECRET}") as address,
    ):
        with opened(address, namespace=namespace, api_key=SECRET) as store:
            table = rows(1)
            store.insert(1, table)
            account(store, [table])
        with pytest.raises(StoreError, match="401"), opened(address, namespace=namespace):
            pass


def test_a_password_in_the_url_is_sent_and_shown_nowhere(
    elasticsearch: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = base64.b64encode(f"elastic:{SECRET}".encode()).decode()
    with guarded(elasticsearch, f"Basic {token}") as address:
        host = address.replace("//", f"//elastic:{SECRET}@")
        connection = Connection((host,), namespace="credentials")
        found = check(connection)
        assert found[0] == ("connection", True, f"{address} answers")
        assert all(finding.ok for finding in found if finding.name != "templates")
        refused = check(Connection((address,), api_key=f"{SECRET}-old"))
        assert not refused[0].ok
        assert "401" in refused[0].sentence
    shown = f"{caplog.text}{found}{refused}{connection}"
    assert "GET" in shown
    assert SECRET not in shown
    assert token not in shown


def test_a_server_is_believed_that_the_authority_vouches_for(
    elasticsearch: str, certificates: Certificates
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server, certificates.server_key)
    with guarded(elasticsearch, "", context) as address:
        right = check(Connection((address,), ca=certificates.ca))
        assert right[0] == ("connection", True, f"{address} answers")
        for ca in (certificates.other_ca, None):
            wrong = check(Connection((address,), ca=ca))
            assert not wrong[0].ok
            assert "certificate" in wrong[0].sentence


def test_a_server_may_want_our_certificate(elasticsearch: str, certificates: Certificates) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server, certificates.server_key)
    context.load_verify_locations(certificates.ca)
    context.verify_mode = ssl.CERT_REQUIRED
    with guarded(elasticsearch, "", context) as address:
        with_ours = Connection(
            (address,), ca=certificates.ca, certificate=certificates.client, key=certificates.key
        )
        assert check(with_ours)[0].ok
        assert not check(Connection((address,), ca=certificates.ca))[0].ok


@pytest.mark.parametrize(
    ("hosts", "sentence"),
    [
        ((), "at least one node"),
        (("node-1:9200",), "no URL"),
        (("https://u:secret@:9200",), "no URL"),
        (("https://node-1:port",), "no number"),
    ],
)
def test_a_host_must_be_a_url(hosts: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as error:
        Connection(hosts)
    assert "secret" not in str(error.value)


def test_hosts_get_the_usual_port() -> None:
    connection = Connection(("https://a", "https://[::1]:9201/es/"), namespace="prod")
    assert connection.hosts == ("https://a:9200", "https://[::1]:9201/es")
    with pytest.raises(ValueError, match="no namespace"):
        Connection(("http://a",), namespace="My-Space")
