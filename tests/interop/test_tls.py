"""A real Elasticsearch that speaks TLS, wants our certificate, and has a password."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from search.stores.elasticsearch.check import check
from search.stores.elasticsearch.connection import Connection
from tests.interop import servers_elasticsearch
from tests.interop.certificates import Certificates, made
from tests.interop.load import account, opened, rows
from tests.interop.servers import ServerMissing
from tests.nephoscope.running import nephoscope

PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return made(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def right(certificates: Certificates) -> Iterator[Connection]:
    """With all that the server wants."""
    with ExitStack() as ending:
        try:
            server = servers_elasticsearch.guarded_node(certificates, PASSWORD)
        except ServerMissing as missing:
            pytest.skip(str(missing))
        ending.callback(server.remove)
        server.start()
        yield Connection(
            (server.url,),
            username="elastic",
            password=PASSWORD,
            ca=certificates.ca,
            certificate=certificates.client,
            key=certificates.key,
        )


def test_events_go_through(right: Connection) -> None:
    with opened(
        *right.hosts,
        username=right.username,
        password=right.password,
        ca=right.ca,
        certificate=right.certificate,
        key=right.key,
    ) as store:
        table = rows(1)
        assert not store.insert(1, table)
        account(store, [table])


def test_the_check_finds_all_that_is_needed(right: Connection, tmp_path: Path) -> None:
    options = (
        *("--store", right.hosts[0], "--store-ca", str(right.ca)),
        *("--store-certificate", str(right.certificate), "--store-key", str(right.key)),
        *("--store-user", right.username, "--store-password", right.password),
    )
    begun = nephoscope(tmp_path, "store", "init", *options)
    assert begun.returncode == 0, begun.stderr
    done = nephoscope(tmp_path, "store", "check", *options)
    lines = done.stdout.splitlines()
    assert all(line.startswith("ok ") for line in lines), done.stdout
    assert any("rights: all that is needed" in line for line in lines)
    assert PASSWORD not in done.stdout + done.stderr


def test_who_is_not_known_is_refused(right: Connection, certificates: Certificates) -> None:
    wrong = {
        "unable to authenticate user": replace(right, password="wrong"),
        "missing authentication": replace(right, username="", password=""),
        "certificate": replace(right, certificate=None, key=None),
        "certificate verify failed": replace(right, ca=certificates.other_ca),
    }
    for sentence, connection in wrong.items():
        (found,) = check(connection)
        assert not found.ok
        assert sentence in found.sentence
