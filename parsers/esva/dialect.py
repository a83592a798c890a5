"""Dialects: what signature numbers, actions and own keys of a product mean.

Another site's or vendor's dialect is one more row in DIALECTS, no code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType


class Module(StrEnum):
    """`esva.module`: the part of the product that judged."""

    FIREWALL = "firewall"
    IPS = "ips"
    ANTIMALWARE = "antimalware"
    INTEGRITY = "integrity"
    LOGINSPECTION = "loginspection"
    WEBREPUTATION = "webreputation"
    APPCONTROL = "appcontrol"
    DEVICECONTROL = "devicecontrol"
    SYSTEM = "system"
    OTHER = "other"


class Verdict(StrEnum):
    """`esva.verdict`: what became of it."""

    ALLOWED = "allowed"
    DETECTED = "detected"
    BLOCKED = "blocked"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One product, or all products of one maker.

    `vendor`, `product`: patterns of the whole header fields, in any case.
    `signatures`: first number, last number, module; the first row that holds the number wins.
    `actions`: by module, action without blanks in lower case to verdict; asked before WORDS.
    `silent`: verdict of a module whose records have no action.
    `acting`: verdict of a module for an action that no table knows.
    `keys`, `labelled`: extension key, or label of a custom key, to field.
    `bytes_direct`: a packet has either `in` or `out`, which says its direction; both are the
    source's bytes.
    `manager`: the records are about the product itself, and `src` is its own address.
    """

    vendor: re.Pattern[str]
    product: re.Pattern[str]
    signatures: tuple[tuple[int, int, Module], ...] = ()
    actions: Mapping[Module, Mapping[str, Verdict]] = field(default_factory=dict)
    silent: Mapping[Module, Verdict] = field(default_factory=dict)
    acting: Mapping[Module, Verdict] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    labelled: Mapping[str, str] = field(default_factory=dict)
    bytes_direct: bool = False
    manager: bool = False


WORDS: Mapping[str, Verdict] = MappingProxyType(
    {
        word: verdict
        for verdict, words in {
            Verdict.ALLOWED: "allow allowed accept accepted pass passed permit permitted bypass "
            "bypassed success",
            Verdict.DETECTED: "alert alerted detect detected detectonly log logged monitor "
            "monitored notblocked",
            Verdict.BLOCKED: "block blocked deny denied drop dropped reject rejected reset "
            "prevent prevented quarantine quarantined clean cleaned delete deleted terminate "
            "terminated transform transformed accessdenied denyaccess",
        }.items()
        for word in words.split()
    }
)
"""Action without blanks in lower case to verdict, where no dialect says otherwise."""

_NETWORK = (
    (10, 10, Module.IPS),
    (20, 21, Module.FIREWALL),
    (30, 30, Module.INTEGRITY),
    (40, 40, Module.LOGINSPECTION),
    (100, 199, Module.FIREWALL),
    (200, 399, Module.IPS),
    (500, 849, Module.IPS),
)
_RULES = (
    (1_000_000, 1_999_999, Module.IPS),
    (2_000_000, 2_999_999, Module.INTEGRITY),
    (3_000_000, 3_999_999, Module.LOGINSPECTION),
    (4_000_000, 4_999_999, Module.ANTIMALWARE),
    (5_000_000, 5_999_999, Module.WEBREPUTATION),
    (6_000_000, 6_999_999, Module.APPCONTROL),
    (7_000_000, 7_999_999, Module.DEVICECONTROL),
)
_ACTIONS: Mapping[Module, Mapping[str, Verdict]] = MappingProxyType(
    {
        Module.FIREWALL: {
            "log": Verdict.DETECTED,
            "deny": Verdict.BLOCKED,
            "allow": Verdict.ALLOWED,
            "bypass": Verdict.ALLOWED,
            "forceallow": Verdict.ALLOWED,
        },
        Module.IPS: {"log": Verdict.DETECTED, "allow": Verdict.ALLOWED},
        Module.ANTIMALWARE: {
            "pass": Verdict.DETECTED,
            "passed": Verdict.DETECTED,
            "log": Verdict.DETECTED,
        },
        Module.INTEGRITY: dict.fromkeys(
            ("created", "updated", "deleted", "renamed"), Verdict.DETECTED
        ),
    }
)
_SILENT: Mapping[Module, Verdict] = MappingProxyType(
    {
        Module.INTEGRITY: Verdict.DETECTED,
        Module.WEBREPUTATION: Verdict.BLOCKED,
        Module.LOGINSPECTION: Verdict.DETECTED,
        Module.DEVICECONTROL: Verdict.DETECTED,
    }
)
_ACTING: Mapping[Module, Verdict] = MappingProxyType(
    {Module.IPS: Verdict.BLOCKED, Module.INTEGRITY: Verdict.DETECTED}
)
"""A bare action of intrusion prevention (`Reset`, `Replace`, `Insert`) stopped the packet."""

_TREND_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "TrendMicroDsTenant": "esva.tenant.name",
        "TrendMicroDsTenantId": "esva.tenant.id",
        "TrendMicroDsFileMD5": "file.hash.md5",
        "TrendMicroDsFileSHA1": "file.hash.sha1",
        "TrendMicroDsFileSHA256": "file.hash.sha256",
        "TrendMicroDsProcess": "process.name",
        "target": "esva.target.name",
        "sproc": "process.name",
        "processName": "process.name",
        "fileName": "file.path",
        "xff": "client.ip",
        "repeatCount": "esva.count",
        "out": "source.bytes",
    }
)
_TREND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "Host ID": "host.id",
        "Intrusion Prevention Filter Note": "rule.description",
        "DPI Note": "rule.description",
        "LI Description": "rule.description",
        "actionReason": "esva.reason",
        "sha1": "file.hash.sha1",
        "md5": "file.hash.md5",
    }
)


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


DIALECTS: tuple[Dialect, ...] = (
    # Trend Micro's documentation of syslog formats, 10.1 to 20; splunk-connect-for-syslog's
    # app-cef-trendmicro_deep_agent.conf for the numbers.
    Dialect(
        vendor=_any_case(r"Trend ?Micro"),
        product=_any_case(r"(?:Deep|Workload) Security.*Manager"),
        signatures=((0, 999_999, Module.SYSTEM), *_RULES),
        actions=_ACTIONS,
        silent=_SILENT,
        acting=_ACTING,
        keys=_TREND_KEYS,
        labelled=_TREND_LABELS,
        manager=True,
    ),
    Dialect(
        vendor=_any_case(r"Trend ?Micro"),
        product=_any_case(r"(?:Deep|Workload) Security.*"),
        signatures=(*_NETWORK, *_RULES),
        actions=_ACTIONS,
        silent=_SILENT,
        acting=_ACTING,
        keys=_TREND_KEYS,
        labelled=_TREND_LABELS,
        bytes_direct=True,
    ),
)

_ANY = Dialect(vendor=_any_case(".*"), product=_any_case(".*"))
"""A product without a row: module `other`, the action as it is named."""


@lru_cache(maxsize=512)
def dialect_of(vendor: str, product: str) -> Dialect:
    for dialect in DIALECTS:
        if dialect.vendor.fullmatch(vendor) and dialect.product.fullmatch(product):
            return dialect
    return _ANY


@lru_cache(maxsize=4096)
def module_of(vendor: str, product: str, signature: str) -> Module:
    if signature.isascii() and signature.isdigit() and len(signature) < 19:
        number = int(signature)
        for first, last, module in dialect_of(vendor, product).signatures:
            if first <= number <= last:
                return module
    return Module.OTHER


@lru_cache(maxsize=4096)
def verdict_of(vendor: str, product: str, module: Module, action: str, result: str) -> Verdict:
    """What became of it.  `result`: Deep Security's newer key beside the action.

    `IDS:` and `Log Only` before an action mean that it would have been taken: detected.
    """
    dialect = dialect_of(vendor, product)
    if module is Module.SYSTEM:
        return Verdict.NONE
    if "fail" in action.lower() or "fail" in result.lower():
        return Verdict.FAILED
    word = re.sub(r"[\s_-]+", "", action).lower()
    if not word:
        return dialect.silent.get(module, Verdict.NONE)
    if word.startswith(("ids:", "logonly", "detectonly")):
        return Verdict.DETECTED
    known = dialect.actions.get(module, {}).get(word) or WORDS.get(word)
    return known or dialect.acting.get(module, Verdict.NONE)
