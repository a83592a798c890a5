"""Drawn, random events and random queries over few values, so that many of them meet."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import mul
from typing import Any

from hypothesis import strategies as st

WORDS = (
    "login", "LOGIN", "Failed", "failed", "job", "35", "i-2-3-VM", "10.1.2.3", "Größe", "GRÖẞE",
    "K", "\u212a", "a_b", "[x]", "ab",
)  # fmt: skip
HOSTS = ("kvm-1", "KVM-1", "kvm-2", "mgmt", "", "Ürban", "K2", "10", "9")
USERS = ("alice", "Alice", "bob", "a*b", "x y")
ADDRESSES = ("10.1.2.3", "10.1.9.9", "192.168.0.1", "2001:db8::1")
NUMBERS = (0, 1, 5, -3, 2**40, 10)
INSTANTS = tuple(
    datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    for micros in (-(2**51), -1_000, -1, 0, 1, 999, 1_000, 2**50)
)
JOINTS = (" ", "-", "  ", ".", " ] [", "=", ", ", "\n")

texts = st.lists(st.sampled_from([*WORDS, *JOINTS, *JOINTS]), max_size=8).map("".join)


def _list(values: Sequence[str], unique: bool) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=unique, max_size=3)


def _fields(odd: bool) -> dict[str, st.SearchStrategy[Any]]:
    """By name.  `odd`: with values that no index holds quite."""
    addresses = (*ADDRESSES, "::ffff:10.1.2.3") if odd else ADDRESSES
    keys = ("color", "a.b", "a", "b.c", *(("", ".c", "a..b", "a=b") if odd else ()))
    colors = ("red", "Red", "blaK", "", *(("ÄÖ", "x" * 9_000) if odd else ()))
    return {
        "offset": st.builds(mul, st.integers(0, 5_000_000), st.sampled_from([1, 1_000, 100_000])),
        "event.original": texts | st.just("y" * 300 + "login") if odd else texts,
        "host.name": st.sampled_from((*HOSTS, "h" * 9_000) if odd else HOSTS),
        "user.name": st.sampled_from(USERS),
        "log.level": st.sampled_from(["INFO", "WARN", "error"]),
        "event.duration": st.sampled_from(NUMBERS),
        "event.start": st.sampled_from(INSTANTS),
        "source.ip": st.sampled_from(addresses),
        "related.ip": _list(addresses, unique=not odd),
        "tags": _list(HOSTS, unique=not odd),
        "error.message": texts,
        "labels": st.dictionaries(st.sampled_from(keys), st.sampled_from(colors), max_size=2),
    }


def events(odd: bool) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Fields by name, and `offset`, microseconds after a beginning."""
    fields = _fields(odd)
    always = {name: fields.pop(name) for name in ("offset", "event.original")}
    return st.lists(st.fixed_dictionaries(always, optional=fields), max_size=12)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _literal(text: str) -> str:
    return _quoted(text.replace("*", "\\*"))


def _compared(name: str, sign: str, value: str) -> str:
    return f"{name}{sign}{_quoted(value)}"


def _within(name: str, some: Sequence[str]) -> str:
    return f"{name} IN ({', '.join(map(_quoted, some))})"


def _of(text: str) -> st.SearchStrategy[str]:
    """One of the text's words."""
    return st.sampled_from(text.split())


phrases = st.lists(st.sampled_from([*WORDS, *JOINTS]), min_size=1, max_size=4).map("".join)
pieces = st.lists(st.just("") | _of("lo log gin 5 kvm - i k ab ."), min_size=2, max_size=3)
wild = pieces.map("*".join).filter(lambda text: bool(text.strip("*")))
patterns = _of("5 1.5 0 10.1.* 10.1.0.0/16 kvm* *i* red blak *")
values = st.sampled_from([*HOSTS, *USERS, *ADDRESSES]) | patterns
compared = _of(
    "host user level tags related.ip src_ip labels.color labels.a.b labels.a labels.b "
    "error.message _raw duration"
)
moments = st.sampled_from([instant.isoformat() for instant in INSTANTS])
numbers = _of("1 5 -3 0.5 1e3 2000000000000000000000")
atoms = st.one_of(
    phrases.map(_literal),
    st.sampled_from(WORDS).map(_literal),
    wild.map(_quoted),
    st.builds(_compared, compared, _of("= !="), values),
    st.builds(_compared, st.just("duration"), _of("< <= > >= = !="), numbers),
    st.builds(_compared, st.just("event.start"), _of("< <= > >= = !="), moments),
    st.builds(_compared, _of("host src_ip"), _of("< >="), values),
    st.builds(_within, compared, st.lists(values, min_size=1, max_size=3)),
)
searches = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map("NOT ({})".format),
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
    ),
    max_leaves=4,
)

conditions = st.recursive(
    st.one_of(
        st.builds(
            "{}{}{}".format,
            _of(
                "host user level tags related.ip src_ip labels.color labels.a.b labels.a "
                "error.message"
            ),
            _of("= != <"),
            (st.sampled_from([*HOSTS, *USERS, *ADDRESSES]) | _of("red 010.1.2.3 5")).map(_quoted),
        ),
        st.builds(
            "{}{}{}".format, _of("duration host"), _of("< <= > >= = !="), _of("1 5 -3 0.5 1e3")
        ),
        st.builds('{} IN ("{}", 5)'.format, _of("host duration"), st.sampled_from(HOSTS)),
        st.builds("{}({})".format, _of("isnull isnotnull"), _of("user tags labels.color _raw")),
        st.sampled_from(["5<duration", "duration=host", 'like(host, "kvm%")', "duration"]),
    ),
    lambda inner: st.one_of(
        inner.map("NOT ({})".format),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} XOR {})".format, inner, inner),
    ),
    max_leaves=4,
)

names = _of("host user level src_ip duration labels.color related.ip tags")
sums = _of(
    "count count(host) dc(user) sum(duration) avg(duration) min(duration) max(host) values(level) "
    "p95(duration) median(duration) min(_time) latest(host) mode(user) range(duration) "
    'dc(related.ip) stdev(duration) count(eval(level="INFO"))'
)
several = st.lists(sums, min_size=1, max_size=3, unique=True).map(", ".join)
groups = st.lists(names, max_size=2, unique=True).map(
    lambda some: f" by {', '.join(some)}" if some else ""
)
series = st.just("") | _of("level host related.ip").map(" by {}".format)
few = st.integers(0, 5)
steps = st.one_of(
    searches.map("search {}".format),
    few.map("head {}".format),
    few.map("tail {}".format),
    st.builds("sort {}{}{}".format, st.just("") | _of("3").map("{} ".format), _of("+ -"), names),
    st.builds("sort {} {}_time".format, few, _of("+ -")),
    st.builds("dedup {} {}".format, st.integers(1, 2), names),
    names.map("dedup {} keepempty=true".format),
    st.builds("fields {} {}".format, names, names),
    st.just("eval x=duration*2, host=upper(host)"),
    conditions.map("where {}".format),
    st.just("rename host as machine"),
)
ends = st.one_of(
    st.just(""),
    st.builds(" | stats {}{}".format, several, groups),
    st.builds(" | {} {}{}".format, _of("top rare"), names, groups),
    st.builds(" | timechart {} {}{}".format, _of("bins=50 span=1d span=7m"), sums, series),
    st.just(" | table _time, host, duration, labels.color"),
)
queries = st.builds(
    lambda leading, some, end: f"{leading}{''.join(f' | {step}' for step in some)}{end}",
    st.just("*") | searches,
    st.lists(steps, max_size=2),
    ends,
)
