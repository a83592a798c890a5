"""Edge cases of CEF that public codecs test, and what is read of them.

Numbers are those of the collection of cases; sources are the tests of Logstash's CEF codec (LC)
and of Filebeat's decode_cef (EB).  Where those two disagree the lenient reading is taken.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.join import Joiner
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def fields_of(text: str, **source: Any) -> dict[str, Any]:
    return dict(read(Record(text, Source(**source), received=NOW), Mask(), NOW).fields)


def extension(text: str) -> dict[str, Any]:
    return fields_of(f"CEF:0|security|threatmanager|1.0|100|trojan|10|{text}")


def header(text: str) -> tuple[Any, ...]:
    found = fields_of(text)
    names = ("observer.vendor", "observer.product", "observer.version", "rule.id", "rule.name")
    return tuple(found.get(name) for name in names)


def label(text: str, key: str) -> Any:
    return extension(text)["labels"][key]


class TestHeader:
    def test_h1_an_escaped_pipe_is_a_pipe(self) -> None:
        got = header(r"CEF:26|security|threat\|->manager|1.0|100|trojan|10|src=1.2.3.4")
        assert got[1] == "threat|->manager"

    def test_h2_every_field_may_hold_escaped_pipes(self) -> None:
        text = r"CEF:0|secu\|rity|threatmanager\||1.\|0|10\|0|tro\|jan|\|10|src=10.0.0.192"
        assert header(text) == ("secu|rity", "threatmanager|", "1.|0", "10|0", "tro|jan")
        assert fields_of(text)["labels"]["event.severity"] == "|10"

    def test_h3_two_backslashes_are_one(self) -> None:
        assert header(r"CEF:0|secu\\rity|m|1.0|100|trojan|10|a=b")[0] == r"secu\rity"

    def test_h4_a_pipe_after_an_even_number_of_backslashes_separates(self) -> None:
        text = "CEF:0|v|p|1.0|100|double backslash" + "\\" * 4 + "|10|src=1.2.3.4"
        assert header(text)[4] == "double backslash" + "\\" * 2
        assert fields_of(text)["event.severity"] == 10

    def test_h5_backslashes_and_pipes_in_a_row(self) -> None:
        got = header("CEF:0|security" + "\\" * 3 + "||threatmanager" + "\\" * 2 + "|1.0|1|n|3|a=b")
        assert got[:2] == (r"security" + "\\|", "threatmanager" + "\\")

    def test_h6_equals_signs_need_no_escape(self) -> None:
        assert header("CEF:0|v|threat=manager|1.0|100|n|10|a=b")[1] == "threat=manager"

    def test_h7_vendor_and_product_may_be_empty(self) -> None:
        text = "CEF:0|||1.0|100|name|10|src=10.0.0.192"
        assert header(text) == ("", "", "1.0", "100", "name")
        assert fields_of(text)["source.ip"] == "10.0.0.192"

    def test_h8_a_header_alone_is_a_record(self) -> None:
        found = fields_of("CEF:26|security|threatmanager|1.0|100|trojan|10|")
        assert found["event.kind"] == "alert"
        assert found["event.severity"] == 10

    def test_h9_everything_may_be_empty(self) -> None:
        found = fields_of("CEF:0|||||||a=")
        assert found["labels"] == {"a": ""}
        assert found["event.kind"] == "alert"

    def test_h10_half_a_header_is_an_error_that_keeps_what_can_be_read(self) -> None:
        found = fields_of("CEF:0|SentinelOne|Mgmt|activityID=111 activityType=3505 src=10.1.1.1")
        assert found["event.kind"] == "pipeline_error"
        assert "3 of 7 header fields" in found["error.message"]
        assert found["observer.vendor"] == "SentinelOne"
        assert found["observer.product"] == "Mgmt"
        assert found["labels"] == {"activityID": "111", "activityType": "3505"}
        assert found["source.ip"] == "10.1.1.1"

    def test_h11_pipes_without_cef_are_plain_text(self) -> None:
        found = fields_of(r"a|b|c with several \| escaped\| pipes|d|bananas")
        assert found["event.dataset"] == "plain"
        assert found["event.kind"] == "event"

    def test_h11_and_an_error_where_the_source_says_cef(self) -> None:
        found = fields_of("a|b|c|d|bananas", format="esva.cef")
        assert found["event.kind"] == "pipeline_error"
        assert found["event.original"] == "a|b|c|d|bananas"

    def test_h12_a_blank_may_follow_the_colon(self) -> None:
        assert header("CEF: 0|Trend Micro|Deep Security Agent|10.2|1|n|6|a=b")[0] == "Trend Micro"

    def test_h13_version_one(self) -> None:
        assert header("CEF:1|Trend Micro|p|10.2|1|n|6|a=b")[0] == "Trend Micro"

    @pytest.mark.parametrize(
        ("head", "host", "priority", "when"),
        [
            ("<190>2021-10-08T02:20:47-07:00 192.168.1.20 ", "192.168.1.20", 190,
             datetime(2021, 10, 8, 9, 20, 47, tzinfo=UTC)),
            ("Jan 18 11:07:53 dsmhost ", "dsmhost", None,
             datetime(2026, 1, 18, 11, 7, 53, tzinfo=UTC)),
            ("<142>Oct  2 16:41:16 ", None, 142, datetime(2026, 10, 2, 16, 41, 16, tzinfo=UTC)),
            ("194 <86>2020-09-21T13:51:11+06:30 DeepSec Logs ", "DeepSec Logs", 86,
             datetime(2020, 9, 21, 7, 21, 11, tzinfo=UTC)),
            ("<134>1 2026-09-13T22:05:00Z esm-01 dsm 812 - - ", "esm-01", 134,
             datetime(2026, 9, 13, 22, 5, tzinfo=UTC)),
        ],
        ids=["ISO time", "BSD time", "no host", "octet count, host with a blank", "RFC 5424"],
    )  # fmt: skip
    def test_h14_a_syslog_head_may_stand_before_it(
        self, head: str, host: str | None, priority: int | None, when: datetime
    ) -> None:
        found = fields_of(f"{head}CEF:0|v|p|1|2|n|3|src=10.0.0.1")
        assert found["event.dataset"] == "esva.cef"
        assert found.get("log.syslog.hostname") == host
        assert found.get("log.syslog.priority") == priority
        assert found["@timestamp"] == when
        assert "tags" not in found

    @pytest.mark.parametrize("word", ["low", "Medium", "High", "Very-High", "Unknown"])
    def test_h15_severity_as_a_word_is_a_level(self, word: str) -> None:
        found = fields_of(f"CEF:0|v|p|1|2|n|{word}|a=b")
        assert found["log.level"] == word
        assert "event.severity" not in found

    @pytest.mark.parametrize("text", ["11", "-1", "1.5", "foo"])
    def test_h16_what_is_no_severity_stays_text(self, text: str) -> None:
        found = fields_of(f"CEF:0|v|p|1|2|n|{text}|a=b")
        assert found["labels"]["event.severity"] == text
        assert "type-mismatch" in found["tags"]

    @pytest.mark.parametrize(("text", "number"), [("1.0", 1), ("10", 10), ("0", 0)])
    def test_h16_whole_numbers_are_severities(self, text: str, number: int) -> None:
        assert fields_of(f"CEF:0|v|p|1|2|n|{text}|a=b")["event.severity"] == number

    def test_h16_an_empty_severity_is_absent(self) -> None:
        assert "event.severity" not in fields_of("CEF:0|v|p|1|2|n||a=b")

    def test_h17_quotes_around_the_record_are_stripped(self) -> None:
        text = '"CEF:0|security|p|1.0|100|n|10|src=10.0.0.192 shost=web"'
        found = fields_of(text)
        assert (found["source.domain"], found["event.original"]) == ("web", text)

    def test_h18_placeholders_are_text(self) -> None:
        text = "CEF:0|Trend Micro|Deep Security Agent|<DSA version>|20|n|0|a=b"
        assert header(text)[2] == "<DSA version>"


class TestExtension:
    def test_e1_a_leading_blank_is_no_part_of_it(self) -> None:
        found = extension(" src=10.0.0.192 dst=12.121.122.82")
        assert (found["source.ip"], found["destination.ip"]) == ("10.0.0.192", "12.121.122.82")

    def test_e2_several_blanks_separate(self) -> None:
        found = extension(" src=10.0.0.192  dst=12.121.122.82   spt=1232 shost=a  dhost=b")
        assert (found["source.ip"], found["source.port"]) == ("10.0.0.192", 1232)
        assert (found["source.domain"], found["destination.domain"]) == ("a", "b")

    def test_e3_blanks_belong_to_values(self) -> None:
        found = extension("dproc=InternetExplorer x.x.x.x cn1=7 cn1Label=Asset Number msg=By Admin")
        assert found["labels"] == {"dproc": "InternetExplorer x.x.x.x", "Asset_Number": "7"}
        assert found["message"] == "By Admin"

    def test_e4_a_bare_pipe_is_fine(self) -> None:
        assert label("moo=this|has an pipe", "moo") == "this|has an pipe"

    def test_e5_an_escaped_pipe_stays_as_it_is(self) -> None:
        assert label(r"moo=this\|has an escaped pipe", "moo") == r"this\|has an escaped pipe"

    def test_e6_escaped_equals_signs_and_backslashes(self) -> None:
        found = extension(r"msg=a+b\=c x=c\\d\=z")
        assert (found["message"], found["labels"]["x"]) == ("a+b=c", r"c\d=z")

    def test_e7_line_ends(self) -> None:
        found = extension(r"msg=one \n two \r three \\ four \= five")
        assert found["message"] == "one \n two \r three \\ four = five"

    def test_e8_bare_equals_signs_are_kept(self) -> None:
        assert label(r"moo=this =has = equals\=", "moo") == "this =has = equals="

    def test_e9_quotes_hold_no_keys_behind_other_signs(self) -> None:
        quoted = "'Foo-Bar/2018.1.7; Email:user@example.com; Guid:test='"
        found = extension(f"requestClientApplication={quoted} cs1= cs1Label=Foo Bar")
        assert found["user_agent.original"] == quoted
        assert found["labels"]["Foo_Bar"] == ""

    def test_e10_a_value_ends_before_the_next_key(self) -> None:
        found = extension("error=Failed because id==old_id user=root angle=106.7<=180")
        assert found["labels"] == {
            "error": "Failed because", "id": "=old_id", "user": "root", "angle": "106.7<=180",
        }  # fmt: skip

    def test_e11_an_empty_value_of_a_typed_field_is_absent(self) -> None:
        found = extension("dst= spt=1232 cs3= cs3Label=Fragmentation Bits shost=")
        assert "destination.ip" not in found
        assert found["source.port"] == 1232
        assert found["labels"]["Fragmentation_Bits"] == ""
        assert found["source.domain"] == ""
        assert "tags" not in found or "type-mismatch" not in found["tags"]

    def test_e12_trailing_blanks_are_separators_and_line_ends_are_dropped(self) -> None:
        found = extension("cs1=preserved    src=10.1.1.1 shost=last \t\r\n")
        assert found["labels"]["cs1"] == "preserved"
        assert found["source.domain"] == "last"

    def test_e13_tabs_and_line_ends_in_a_value_are_data(self) -> None:
        found = extension("msg=no\tseparator\tsrc=127.0.0.1\nnor this shost=web")
        assert found["message"] == "no\tseparator\tsrc=127.0.0.1\nnor this"
        assert "source.ip" not in found
        assert found["source.domain"] == "web"

    def test_e14_two_records_in_one_datagram_are_cut_at_the_line_end(self) -> None:
        joiner = Joiner(Source())
        lines = ["CEF:0|v|p|1|2|n|3|a=b", "CEF:0|v|p|1|2|n|3|a=c"]
        records = [record for line in lines for record in joiner.feed(line, NOW)]
        assert [record.text for record in records + joiner.flush()] == lines

    def test_e15_keys_may_hold_dots_brackets_and_commas(self) -> None:
        found = extension("ad.nn=TEST ad.field[0]=field0 ad.foo.name[1]=x ad.Error_,Code=1 "
                          "additional.dotfieldName=v")  # fmt: skip
        assert found["labels"] == {
            "ad.nn": "TEST", "ad.field[0]": "field0", "ad.foo.name[1]": "x", "ad.Error_,Code": "1",
            "additional.dotfieldName": "v",
        }  # fmt: skip

    def test_e16_unknown_keys_are_kept_as_they_are(self) -> None:
        assert label("new_key_by_device=new_values here src=1.1.1.1", "new_key_by_device") == (
            "new_values here"
        )

    def test_e17_addresses_keep_their_query(self) -> None:
        found = extension(r"request=http://vpx247.example.net/login_post.html?abc\=def msg=No.")
        assert found["url.original"] == "http://vpx247.example.net/login_post.html?abc=def"

    def test_e18_escaped_equals_signs_make_no_keys(self) -> None:
        found = extension(r"query_string=key1\=value1&key2\=value3 aa.bc&key3\=value4 final=done")
        assert found["labels"] == {
            "query_string": "key1=value1&key2=value3 aa.bc&key3=value4", "final": "done",
        }  # fmt: skip

    def test_e19_double_blanks_inside_a_value_stay(self) -> None:
        found = extension(
            r"cs4=401 random.user Admin 0 23041A10181C0000  23041810181C0000  "
            r"/CN\=random.user/OU\=x"
            " additional.x=new"
        )
        assert found["labels"]["cs4"] == (
            "401 random.user Admin 0 23041A10181C0000  23041810181C0000  /CN=random.user/OU=x"
        )

    def test_e20_backslashes_that_escape_nothing_stay(self) -> None:
        assert label("moo=this \\has \\ backslashs\\", "moo") == "this \\has \\ backslashs\\"

    def test_e21_reading_goes_on_at_the_next_key(self) -> None:
        assert extension(r"key1=\\hi= key2=a")["labels"] == {"key1": r"\hi=", "key2": "a"}

    def test_e22_an_extension_without_keys_is_an_error(self) -> None:
        found = extension("keyless value present")
        assert found["event.kind"] == "pipeline_error"
        assert "no key and = in the extension" in found["error.message"]
        assert found["rule.name"] == "trojan"

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            (r"filePath=C:\\Users\\new\\x.exe act=Delete", r"C:\Users\new\x.exe"),
            (r"filePath=C:\Users\new\runme.exe act=Delete", r"C:\Users\new\runme.exe"),
            (r"filePath=\new\runme.exe act=Delete", r"\new\runme.exe"),
        ],
        ids=["escaped", "not escaped", "not escaped and without a drive"],
    )
    def test_e23_paths_of_windows(self, text: str, path: str) -> None:
        assert extension(text)["file.path"] == path

    def test_e24_padding_of_base64(self) -> None:
        assert label(r"TrendMicroDsPacketData=DQo\= cnt=1", "TrendMicroDsPacketData") == "DQo="

    def test_e25_a_damaged_copy_is_one_value(self) -> None:
        text = "TrendMicroDsMalwareTargetType=N/TrendMicroDsFileMD5=44D88612FEA8 act=Delete"
        got = label(text, "TrendMicroDsMalwareTargetType")
        assert got == "N/TrendMicroDsFileMD5=44D88612FEA8"

    @pytest.mark.parametrize(
        "text", ["cs1Label=LI Note cs1=Failures", "cs1=Failures cs1Label=LI Note"]
    )
    def test_e26_labels_stand_before_or_after(self, text: str) -> None:
        assert extension(text)["labels"] == {"LI_Note": "Failures"}

    def test_e27_quotes_belong_to_the_value_and_not_to_the_cve(self) -> None:
        found = fields_of(
            "CEF:0|Trend Micro|Deep Security Agent|20|1011500|Rule|8|"
            'cs1="CVE-2022-30522" cs1Label=Intrusion Prevention Filter Note act=Reset'
        )
        assert found["rule.description"] == '"CVE-2022-30522"'
        assert found["vulnerability.id"] == ["CVE-2022-30522"]

    def test_e28_a_stray_pipe_at_the_end(self) -> None:
        assert extension("src=10.52.116.160|")["source.ip"] == "10.52.116.160"

    def test_e29_numbers_of_64_bits(self) -> None:
        assert extension("in=4294967296")["source.bytes"] == 4294967296

    def test_e29_and_no_more(self) -> None:
        found = extension("in=99999999999999999999")
        assert found["labels"]["source.bytes"] == "99999999999999999999"
        assert found["tags"] == ["type-mismatch", "time-inferred"]

    @pytest.mark.parametrize(
        ("text", "when"),
        [
            ("rt=Sep 07 2018 14:50:39", datetime(2018, 9, 7, 14, 50, 39, tzinfo=UTC)),
            ("rt=Sep 07 14:50:39", datetime(2026, 9, 7, 14, 50, 39, tzinfo=UTC)),
            ("rt=Jul 19 2017 10:50:21.127 dtz=Europe/Moscow",
             datetime(2017, 7, 19, 7, 50, 21, 127000, tzinfo=UTC)),
            ("rt=Jul 19 2017 10:50:21.127 Europe/Moscow",
             datetime(2017, 7, 19, 7, 50, 21, 127000, tzinfo=UTC)),
            ("art=1500464384997", datetime(2017, 7, 19, 11, 39, 44, 997000, tzinfo=UTC)),
        ],
    )  # fmt: skip
    def test_e30_times(self, text: str, when: datetime) -> None:
        assert extension(text)["@timestamp"] == when

    def test_e31_other_scripts(self) -> None:
        found = fields_of("CEF:0|安全|p|1|2|木马 🐴|3|suser=用户 msg=源 ➜ 目标")
        assert found["rule.name"] == "木马 🐴"
        assert found["user.name"] == "用户"
        assert found["message"] == "源 ➜ 目标"

    def test_e32_a_blank_after_the_last_value(self) -> None:
        found = fields_of(
            "CEF:0|Trend Micro|Deep Security Manager|12|600|n|3|TrendMicroDsTenantId=0 "
        )
        assert found["esva.tenant.id"] == "0"
