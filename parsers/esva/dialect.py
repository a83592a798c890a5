"""Dialects: what signature numbers, actions and own keys of a product mean, and how it is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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


_GAPS = re.compile(r"[\s_-]+")


def squeezed(text: str) -> str:
    """An action as tables have it: in lower case, without blanks, hyphens and underscores."""
    return _GAPS.sub("", text).lower()


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One product, or several that speak alike.  It is read from a TOML file.

    `vendor`, `product`: patterns of the whole header fields, in any case.
    `numbers`: first number, last number, module; the first row that holds the number wins.
    `names`: signature in lower case to module; `begins`: the same for begins of signatures.
    `categories`: LEEF's `cat` in lower case to module, where the signature says nothing.
    `detect_only`: begins of squeezed actions that would have been taken, and were not.
    `actions`: by module, squeezed action to verdict; `words`: the same for every module.
    `without_action`: verdict of a module whose records have no action.
    `other_actions`: verdict of a module for an action that no table knows.
    `severities`: word in lower case to 0 to 10.
    `keys`, `labels`: key, or label of a custom key, to a field or a time's standard key.
    `bytes_direct`: a packet has either `in` or `out`, which says its direction; both are the
    source's bytes.
    `manager`: the records are about the product itself, and `src` is its own address.
    """

    name: str
    vendor: re.Pattern[str]
    product: re.Pattern[str]
    numbers: tuple[tuple[int, int, Module], ...] = ()
    names: Mapping[str, Module] = field(default_factory=dict)
    begins: tuple[tuple[str, Module], ...] = ()
    categories: Mapping[str, Module] = field(default_factory=dict)
    detect_only: tuple[str, ...] = ()
    actions: Mapping[Module, Mapping[str, Verdict]] = field(default_factory=dict)
    words: Mapping[str, Verdict] = field(default_factory=dict)
    without_action: Mapping[Module, Verdict] = field(default_factory=dict)
    other_actions: Mapping[Module, Verdict] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    bytes_direct: bool = False
    manager: bool = False

    def module_of(self, signature: str, category: str = "") -> Module:
        """The module by the signature, else by LEEF's category."""
        if signature.isascii() and signature.isdigit() and len(signature) < 19:
            number = int(signature)
            for first, last, module in self.numbers:
                if first <= number <= last:
                    return module
        lowered = signature.lower()
        named = self.names.get(lowered)
        if named is not None:
            return named
        for begin, module in self.begins:
            if lowered.startswith(begin):
                return module
        return self.categories.get(category.strip().lower(), Module.OTHER)

    def verdict_of(self, module: Module, action: str, result: str = "") -> Verdict:
        """What became of it.  `result`: Deep Security's newer key beside the action."""
        if module is Module.SYSTEM:
            return Verdict.NONE
        word = squeezed(action)
        if word.startswith(self.detect_only):
            return Verdict.DETECTED
        if "fail" in word or "fail" in result.lower():
            return Verdict.FAILED
        if not word:
            return self.without_action.get(module, Verdict.NONE)
        known = self.actions.get(module, {}).get(word) or self.words.get(word)
        return known or self.other_actions.get(module, Verdict.NONE)
