"""ECS's kind, categories and types of a verdict, by module and what became of it.

Which types a category allows: ECS 9.5, `event.category`.
"""

import re
from typing import assert_never

from parsers.esva.dialect import Module, Verdict

_INTEGRITY = {"created": "creation", "updated": "change", "renamed": "change",
              "deleted": "deletion"}  # fmt: skip


def network_type(verdict: Verdict) -> str:
    match verdict:
        case Verdict.BLOCKED:
            return "denied"
        case Verdict.ALLOWED:
            return "allowed"
        case Verdict.DETECTED | Verdict.FAILED | Verdict.NONE:
            return "info"
    assert_never(verdict)


def categories(
    module: Module, verdict: Verdict, action: str, name: str, category: str = ""
) -> tuple[list[str], list[str]]:
    """Categories and types.  `action`, `name`, `category`: as written."""
    match module:
        case Module.FIREWALL:
            return ["network"], ["connection", network_type(verdict)]
        case Module.IPS:
            return ["intrusion_detection", "network"], [network_type(verdict)]
        case Module.ANTIMALWARE:
            return ["malware", "file"], ["info"]
        case Module.INTEGRITY:
            return ["file"], [_INTEGRITY.get(action.lower(), "change")]
        case Module.LOGINSPECTION:
            return ["intrusion_detection"], ["info"]
        case Module.WEBREPUTATION:
            return ["network"], [network_type(verdict)]
        case Module.APPCONTROL:
            return ["process"], ["info" if verdict is Verdict.BLOCKED else "start"]
        case Module.DEVICECONTROL:
            return ["host"], ["access"]
        case Module.SYSTEM:
            return _system(name.lower())
        case Module.OTHER:
            return _other(verdict, f"{name} {category}")
    assert_never(module)


_LEFT = re.compile(r"\blog(?:ged)?[ -]?(?:out|off)\b|\bsign(?:ed)?[ -]?out\b", re.IGNORECASE)
_CAME = re.compile(
    r"\blog(?:ged)?[ -]?(?:in|on)s?\b|\bsign(?:ed)?[ -]?in\b|\bauthenticat", re.IGNORECASE
)
_MALWARE = re.compile(r"virus|malware|trojan|ransomware|spyware|infect", re.IGNORECASE)
_ATTACK = re.compile(r"intrusion|attack|exploit|injection|brute[ -]?force|\bips\b", re.IGNORECASE)
_SETTING = re.compile(r"\bconfiguration|\bconfigured\b|\bsettings?\b", re.IGNORECASE)


def _other(verdict: Verdict, words: str) -> tuple[list[str], list[str]]:
    """Of a product that no dialect is about: by the words of the name and the category."""
    if _LEFT.search(words) is not None:
        return ["authentication"], ["end"]
    if _CAME.search(words) is not None:
        return ["authentication"], ["start"]
    if _MALWARE.search(words) is not None:
        return ["malware"], ["info"]
    if _ATTACK.search(words) is not None:
        return ["intrusion_detection", "network"], [network_type(verdict)]
    if _SETTING.search(words) is not None:
        return ["configuration"], ["change"]
    return ["network"], [network_type(verdict)]


def _system(name: str) -> tuple[list[str], list[str]]:
    if "signed in" in name or "sign in" in name:
        return ["authentication"], ["start"]
    if "signed out" in name:
        return ["authentication"], ["end"]
    if "updated" in name or "created" in name or "deleted" in name:
        return ["configuration"], ["change"]
    return ["host"], ["info"]


def sign_in_outcome(name: str) -> str | None:
    """Outcome of a manager's sign-in event, None where it is none."""
    lowered = name.lower()
    if "sign in fail" in lowered or "sign-in fail" in lowered:
        return "failure"
    return "success" if "signed in" in lowered else None
