"""ECS's kind, categories and types of a verdict, by module and what became of it.

Which types a category allows: ECS 9.5, `event.category`.
"""

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
    module: Module, verdict: Verdict, action: str, name: str
) -> tuple[list[str], list[str]]:
    """Categories and types.  `action`, `name`: as written."""
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
            return ["network"], [network_type(verdict)]
    assert_never(module)


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
