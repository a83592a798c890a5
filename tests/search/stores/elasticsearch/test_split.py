"""What of a query a cluster answers, and what the embedded engine does with the rest."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parsers.event import Event
from search.answer import Explanation, SearchRequest
from search.service import explain, search
from search.stores.arrow import to_table
from search.stores.store import Store

NOW = datetime(2026, 9, 14, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("few")


@pytest.fixture(scope="module")
def few(cluster: Store) -> Store:
    """40 events, one a second."""
    events = [
        Event(
            {
                "@timestamp": NOW - timedelta(seconds=n + 1),
                "event.original": f"job-{n % 5} of host {n}",
                "host.name": f"kvm-{n % 3}",
                "event.duration": n,
                "related.ip": [f"10.0.0.{n % 4}"],
                "labels": {"n": str(n % 2)},
            }
        )
        for n in range(40)
    ]
    cluster.insert(1, to_table(events, 1, 1, NOW))
    return cluster


def explained(store: Store, query: str) -> Explanation:
    return explain(store, SearchRequest(query, NOW))


def request(found: Explanation) -> Any:
    return json.loads(found.index.partition("\n")[2])


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ("*", 1),
        ("job-3", 1),
        ('"of host"', 1),
        ("job*", 1),
        ("host=KVM-1 duration>=5 NOT src_ip=10.0.0.0/8", 1),
        ("host=kvm* labels.n=1", 1),
        ("job-3 | stats count by host", 2),
        ("* | stats dc(host), avg(duration), p95(duration) by related.ip", 2),
        ("* | timechart span=1h count by host", 2),
        ("* | top host | where count>3", 2),
        ("* | search host=kvm-1 | rare host by duration", 3),
        ("* | sort 3 -duration | table host", 3),
        ("* | head 3 | fields host", 3),
        ("* | tail 3", 2),
        ("* | dedup host", 2),
        ("* | rename host as machine | table machine, duration", 3),
        ("* | stats min(_time), max(_time), count by host", 2),
        (
            "* | rename host as h | fields h, duration | stats max(duration) by h",
            4,
        ),
        ("* | where duration>3 | head 2", 3),
        ('* | where host="kvm-1" AND 5<=duration | stats count by host', 3),
        ('* | where host IN ("kvm-1", "kvm-2") OR isnull(host) | timechart count', 3),
        ('* | where related.ip!="10.0.0.1" AND labels.n="1" | table host', 3),
        # From here on the engine has to look at events.
        ("* | eval twice=duration*2 | stats sum(twice)", 1),
        ("* | sort host", 1),
        ("* | stats latest(host)", 1),
        ("* | stats list(host)", 1),
        ("* | where duration>host | head 2", 1),
        ('* | where duration>3 AND lower(host)="kvm-1" | head 2', 1),
        ("* | search job*host | head 2", 1),
        ("job*host", 0),
        ("error.message=fault | stats count", 0),
    ],
)
def test_the_longest_beginning_is_the_clusters(cluster: Store, query: str, answered: int) -> None:
    found = explained(cluster, query)
    parts = found.parsed.split(" | ")
    assert found.pushed == tuple(parts[:answered])
    assert found.rest == tuple(parts[answered:])


def test_a_sum_fetches_no_events(cluster: Store) -> None:
    found = request(explained(cluster, "* | stats count, dc(duration) by host"))
    assert found["size"] == 0
    sources = found["aggs"]["groups"]["composite"]["sources"]
    assert [field for source in sources for field in source.values()] == [
        {"terms": {"field": "event.duration", "missing_bucket": True}},
        {"terms": {"field": "host.name", "missing_bucket": True}},
    ]


def test_only_the_fields_that_are_shown_are_fetched(cluster: Store) -> None:
    found = request(explained(cluster, "* | table host | head 3"))
    assert found["size"] == 3
    assert found["_source"] == ["@timestamp", "event.sequence", "host.name"]


def test_what_only_the_engine_can_tell_is_narrowed_by_the_cluster(cluster: Store) -> None:
    """The words that stand whole in it."""
    found = request(explained(cluster, '"host 1*5"'))
    assert {"term": {"nephoscope.tokens": {"value": "host"}}} in found["query"]["bool"]["filter"]
    assert search(cluster, SearchRequest('"host 1*5"', NOW)).matched == 1


def test_a_condition_is_narrowed_by_what_the_cluster_knows_of_it(cluster: Store) -> None:
    found = request(explained(cluster, '* | where duration>3 AND like(host, "%1") | head 2'))
    assert {"range": {"event.duration": {"gte": 4}}} in found["query"]["bool"]["filter"]
    query = '* | where duration>3 AND like(host, "%1") | stats count'
    assert search(cluster, SearchRequest(query, NOW)).rows.to_pylist() == [{"count": 12}]


def test_a_filter_of_the_engine_looks_further_until_it_has_enough(cluster: Store) -> None:
    rows = search(cluster, SearchRequest("* | where duration+0>37 | head 2 | table duration", NOW))
    assert rows.rows.to_pylist() == [{"duration": 38}, {"duration": 39}]
