"""Which addresses of a message stand in `related.ip`."""

import pytest

from parsers.cloudstack.management import parse
from parsers.event import Record, Source
from parsers.mask import Mask

HEAD = "2026-09-13 12:34:56,789 INFO  [c.c.a.ApiServlet] (main:null) "


@pytest.mark.parametrize(
    ("message", "addresses"),
    [
        ("from 192.0.2.10, to 198.51.100.23:8250.", ["192.0.2.10", "198.51.100.23"]),
        ("192.0.2.10 twice, 192.0.2.10", ["192.0.2.10"]),
        ("(10.1.0.5/10.1.0.6)", ["10.1.0.5", "10.1.0.6"]),
        ("version 4.22.0.0-SNAPSHOT of 1.2.3.4.5 and 1.2.3.4.x", None),
        ("octets 10.0.0.256 and 1234.0.0.1 and a10.0.0.1 and 10.0.0.1b", None),
        ("0.0.0.0 and x-10.0.0.1", ["0.0.0.0"]),
        ("Implementation Version is 4.18.1.0 at 192.0.2.10", ["192.0.2.10"]),
        ("Code Version = 4.19.0.0", None),
        (
            "[2001:db8::7]:8250 of 2001:db8:1:2:5054:ff:fe12:3456.",
            ["2001:db8::7", "2001:db8:1:2:5054:ff:fe12:3456"],
        ),
        ("2001:db8::7: nobody is there", ["2001:db8::7"]),
        ("2001:DB8:0::7 and 2001:db8::7", ["2001:db8::7"]),
        ("alertType:: 8 // podId:: 2 and 1e:00:98:00:00:1a, std::a", None),
    ],
)
def test_addresses_are_whole_words_of_four_octets(
    message: str, addresses: list[str] | None
) -> None:
    fields = parse(Record(HEAD + message, Source()), Mask()).fields
    assert fields.get("related.ip") == addresses
