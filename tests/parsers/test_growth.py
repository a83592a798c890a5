"""Reading takes time in proportion to the text, whatever is repeated in it, and never long."""

import time
from datetime import UTC, datetime

import pytest

from parsers.event import Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LOG = "2026-09-13 12:34:56,789 DEBUG [c.c.a.ApiServlet] (qtp1-2:[ctx-a]) (logid:1) "
HEADS = [
    "",
    LOG,
    "2026-09-13 12:34:56,789 DEBUG [cloud.agent.Agent] (UgentTask-5:[]) (logid:1) Seq 1-2:  { Cmd",
    "2026-09-13 12:34:56,789 INFO  [a.c.c.a.ApiServer] (qtp1-2:[]) (logid:1) (userId=2 accountId=2"
    " sessionId=x) 192.0.2.1 -- GET ",
    '192.0.2.1 - - [13/Sep/2026:00:14:51 +0000] "GET /',
    "<14>Sep 13 12:34:56 h a: ",
    '{"a":"',
    "CEF:0|a|b|c|d|e|5|",
]
UNITS = [
    *("a", "1", "-", ".", "/", "\\", '"', '\\"', "'", " ", "\t", "[", "]", "(", ")", "{", "}", "<"),
    *(">", "=", ":", ",", "&", "%", "|", "@", "_", "$", "a.", "1.1.1.1 ", "0:", "://", "a=b ", "é"),
    *("key", "password=", '"password":"', '\\"password\\":\\"', "apiKey=", "--password ", "\x00"),
    *("name=x.key&value=a&", "value=", "session ", "node0", "sid=", "token", "rO0AB", "\ufffd"),
    *("-----BEGIN RSA PRIVATE KEY-----", "Config: x.key value is updated from: ", "savepassword"),
    *("ipmitool -", "curl ", "mysql ", "<password>", "%22password%22%3A", "Authorization: "),
    *("(a:b) ", "job-1/", "ctx-a ", "i-2-3-VM ", 'Host {"id":1} ', "via: 1(", "Seq 1-2: "),
    *('{"a":', '[{"a":"b"},', "===START===  ", "alertType=[1] ", "[id: 1, uuid: a, name: b]"),
    *("userInfo=", "userdatadetails[0].", "password."),
]
SIZE, FACTOR = 20_000, 4


def seconds(text: str) -> float:
    """Of the processor: other programs on the machine do not count."""
    content = [text.encode()]
    start = time.process_time()
    for record in read_records(content, Source(), now=NOW):
        read(record, Mask(), NOW)
    return time.process_time() - start


def repeated(head: str, unit: str, size: int) -> str:
    return head + unit * (size // len(unit))


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head[:60] or "no head")
def test_a_text_of_four_times_the_length_takes_no_more_than_four_times(head: str) -> None:
    for unit in UNITS:
        short = seconds(repeated(head, unit, SIZE))
        if short > 0.05:  # below that a clock tells noise
            long = seconds(repeated(head, unit, SIZE * FACTOR))
            assert long < 2 * FACTOR * short, (unit, short, long)


HUGE = [
    ("a line of a megabyte", LOG + "a" * 1_000_000),
    ("words of a megabyte", LOG + "Unable to find it " * 60_000),
    ("JSON of a megabyte", f'{LOG}{{"a": ["{"x" * 999_999}"]}}'),
    ("NUL bytes", LOG + "\x00" * 100_000),
    ("a trace of 10,000 lines", LOG + "java.lang.E: x\n" + "\tat a.b.C.d(C.java:1)\n" * 10_000),
    ("causes on 10,000 lines", LOG + "a.b.E: x\n" + "Caused by: a.b.C: y\n" * 10_000),
    ("a long word beside a value", f"{LOG}to value {'a' * 1_000_000}"),
    ("a setting of a megabyte", LOG + "updated from Config: " + "password." * 100_000),
    (
        "an option of a megabyte",
        LOG + "option, name: config " + "option, name: " + "key." * 200_000,
    ),
    ("secrets of a megabyte", LOG + "apiKey=abc&signature=def&" * 40_000),
    ("addresses of a megabyte", LOG + "192.0.2.1, " * 90_000),
]


@pytest.mark.parametrize(("what", "text"), HUGE, ids=[what for what, _ in HUGE])
def test_a_huge_text_is_read_whole_and_soon(what: str, text: str) -> None:
    start = time.process_time()
    records = list(read_records([text.encode()], Source(), now=NOW))
    events = [read(record, Mask(keep_secrets=True), NOW).fields for record in records]
    assert time.process_time() - start < 5, what
    assert "\n".join(str(fields["event.original"]) for fields in events) == text.rstrip("\n")
