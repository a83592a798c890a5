"""Stack traces whole, nested, damaged and equal."""

import pytest

from parsers.cloudstack.management import parse
from parsers.cloudstack.trace import find_trace
from parsers.event import Record, Source
from parsers.mask import Mask

TRACE = """Unable to start
com.cloud.utils.exception.CloudRuntimeException: Unable to start VM 7
second line
	at java.base/java.lang.Thread.run(Thread.java:{line})
	at com.cloud.vm.VirtualMachineManagerImpl.orchestrateStart(VM.java:{line})
	at com.cloud.vm.Dao$$EnhancerByCGLIB$$ab{line}.find(<generated>)
	at com.sun.proxy.$Proxy{line}.invoke(Unknown Source) ~[?:?]
Caused by: java.sql.SQLException: gone
	at com.mysql.Driver.connect(Driver.java:5)
	... {line} more
Caused by: java.net.ConnectException: refused
	... 3 more"""


def test_a_trace_says_what_was_thrown_where_and_why() -> None:
    text = TRACE.format(line=123)
    trace = find_trace(text)
    assert trace is not None
    assert text[trace.start :].startswith("com.cloud.utils.exception.CloudRuntimeException")
    assert trace.type == "com.cloud.utils.exception.CloudRuntimeException"
    assert trace.message == "Unable to start VM 7\nsecond line"
    assert trace.root == "java.net.ConnectException"
    assert trace.frame == ("com.cloud.vm.VirtualMachineManagerImpl.orchestrateStart(VM.java:123)")


def test_equal_traces_have_equal_fingerprints() -> None:
    first = find_trace(TRACE.format(line=123))
    same = find_trace(TRACE.format(line=77).replace("VM 7", "VM 8").replace("gone", "lost"))
    other = find_trace(TRACE.format(line=123).replace("orchestrateStart", "orchestrateStop"))
    assert first is not None
    assert same is not None
    assert other is not None
    assert first.fingerprint == same.fingerprint
    assert first.fingerprint != other.fingerprint


def test_calls_by_reflection_make_no_difference() -> None:
    """The JVM replaces the native accessor by a generated one after some calls."""
    text = (
        "x\na.BException\n\tat a.B.c(B.java:1)\n\tat jdk.internal.reflect.{accessor}\n"
        "\tat a.B.d(B.java:2)"
    )
    first = find_trace(text.format(accessor="NativeMethodAccessorImpl.invoke0(Native Method)"))
    later = find_trace(text.format(accessor="GeneratedMethodAccessor57.invoke(Unknown Source)"))
    assert first is not None
    assert later is not None
    assert first.fingerprint == later.fingerprint


def test_what_was_suppressed_is_not_the_root() -> None:
    trace = find_trace(
        "x\na.BException: y\n\tat a.B.c(B.java:1)\n\tSuppressed: a.CException: z\n"
        "\t\tat a.C.d(C.java:1)\n\tCaused by: a.DException: w\n\t\tat a.D.e(D.java:1)\n"
        "Caused by: a.EException: v\n\tat a.E.f(E.java:1)"
    )
    assert trace is not None
    assert trace.root == "a.EException"
    alone = find_trace(
        "x\na.BException: y\n\tat a.B.c(B.java:1)\n\tSuppressed: a.CException: z\n"
        "\t\tat a.C.d(C.java:1)"
    )
    assert alone is not None
    assert alone.root == "a.BException"


def test_a_soap_fault_is_the_message_of_what_was_thrown() -> None:
    trace = find_trace(
        "Failed\njavax.xml.ws.soap.SOAPFaultException: \n\nRequired property id is missing\n\n"
        "while parsing call information\n\n\tat com.cloud.hypervisor.vmware.mo.Mo.get(Mo.java:9)"
    )
    assert trace is not None
    assert trace.type == "javax.xml.ws.soap.SOAPFaultException"
    assert trace.message is not None
    assert trace.message.startswith("Required property id is missing")
    assert trace.frame == "com.cloud.hypervisor.vmware.mo.Mo.get(Mo.java:9)"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "x\njava.lang.NullPointerException\n\tat a.b.C.d(C.java:1)",
            "java.lang.NullPointerException",
        ),
        ("x\njava.lang.NullPointerException", "java.lang.NullPointerException"),
        ("x\na.b.CException:no blank\na.b.C.d(C.java:793)\na.b.C.e(C.java:1)", "a.b.CException"),
        ("x\na.b.CException: y\nat a.b.C.d(C.java:793)", "a.b.CException"),
        ("x\na.b.CException: y\n        at a.b.C.copy\\_vhd(C.java:793)", "a.b.CException"),
        ("x: a.b.CException: y\n\tat a.b.C.d(C.java:1)", "a.b.CException"),
        ("x\n\tat a.b.C.d(C.java:1)", ""),
        ("x\na.b.CException: y\nCaused by: a.DError: z", "a.b.CException"),
        ("x\r\na.b.CException: y\r\n\tat a.b.C.d(C.java:1)\r", "a.b.CException"),
        ('x\nException in thread "main" a.b.CError: y\n\tat a.b.C.d(C.java:1)', "a.b.CError"),
    ],
)
def test_a_damaged_trace_is_one(text: str, kind: str) -> None:
    trace = find_trace(text)
    assert trace is not None
    assert trace.type == kind


@pytest.mark.parametrize(
    "text",
    [
        "one line a.b.CException: x",
        "x\nsecond line",
        'x\n{"a.b.C": 1}',
        "x\nCertificate [1] :\n Serial: 5a",
    ],
)
def test_other_lines_are_no_trace(text: str) -> None:
    assert find_trace(text) is None


@pytest.mark.parametrize("end", ["#012", "\n"])
def test_a_trace_that_rsyslog_has_escaped_is_read_as_any(end: str) -> None:
    frames = ("java.lang.IllegalStateException: late", "#011at com.cloud.vm.X.y(X.java:5)")
    head = "2026-09-13 12:34:56,789 WARN  [c.c.v.X] (a:) (logid:) "
    text = head + end.join(("It broke", *frames))
    fields = parse(Record(text, Source()), Mask()).fields
    assert fields["event.original"] == text
    assert fields["message"] == "It broke"
    assert fields["error.type"] == "java.lang.IllegalStateException"
    assert fields["error.message"] == "late"
    assert fields["cloudstack.error.frame"] == "com.cloud.vm.X.y(X.java:5)"
