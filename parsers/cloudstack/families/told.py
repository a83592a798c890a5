"""What a message that no text reads tells by its words: what was done, and what became of it.

Programs of all versions write in the same few words: `Failed to`, `Successfully`, `Trying to
delete`, `was created`.  The part of CloudStack that the class is of and the first of these words
make a family, `volume.failed`, `network.delete`; the last resort, and so at leisure.
"""

import re
from collections.abc import Iterator, Mapping

from parsers.cloudstack.family import Fields
from parsers.values import to_ip

VERBS: Mapping[str, tuple[str, str]] = {
    stem: (kind, action)
    for kind, action, stems in (
        ("create", "created", "creat add register insert import generat upload instal clon deploy"),
        ("create", "created", "mak recreat build"),
        ("delete", "deleted", "delet remov destroy expung clean unregister purg eras revok releas"),
        ("delete", "deleted", "recycl"),
        ("change", "changed", "updat chang set modif resiz renam edit persist mark replac scal"),
        ("change", "changed", "enabl disabl lock unlock reset revert restor configur appl apply"),
        ("change", "changed", "provision program roll renew rotat refresh upgrad grow shrink"),
        ("change", "changed", "reconfigur reorder expand transition"),
        ("start", "started", "start boot reboot restart launch initializ initiat implement"),
        ("start", "started", "prepar setup"),
        ("stop", "stopped", "stop shut clos suspend cancel abort terminat kill"),
        ("attach", "attached", "attach mount plug connect"),
        ("detach", "detached", "detach unmount umount unplug disconnect"),
        ("move", "moved", "migrat mov cop copy transfer download sync synchroniz convert backup"),
        ("assign", "assigned", "assign allocat reserv associat acquir grant"),
        ("release", "released", "disassociat dissociat unassign dealloc deallocat"),
        ("check", "checked", "check verif verify validat find found look search list get got"),
        ("check", "checked", "retriev fetch read load scan poll collect detect discover"),
        ("check", "checked", "compar calculat comput inspect quer query receiv process handl pars"),
        ("check", "checked", "prob determin investigat ping"),
        ("send", "sent", "send sent publish notif notify deliver post submit ask instruct tell"),
        ("run", "run", "trigger execut run call invok perform"),
        ("wait", "waited", "wait sleep schedul retr retry delay queu"),
        ("skip", "skipped", "skip ignor"),
    )
    for stem in stems.split()
}  # fmt: skip
"""Stem of a verb to what a family and an action call it."""
_ENDING = re.compile(r"(?:[a-z]?(?:e|es|s|ed|ing)|d|n|ation|ion|t|ied|ies|ying|up)?")
"""What may follow on a stem: its last letter may be doubled before it."""

_TYPES: Mapping[str, tuple[str, ...]] = {
    "create": ("creation", "change"),
    "delete": ("deletion", "change"),
    "start": ("start",),
    "stop": ("end",),
    **dict.fromkeys(("change", "attach", "detach", "move", "assign", "release"), ("change",)),
}
"""Kinds of verbs that change something, and the ECS types of that, the first that fits."""
_CHANGES = frozenset(_TYPES)
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "configuration": ("change", "creation", "deletion"),
    "database": ("change",),
    "file": ("change", "creation", "deletion"),
    "host": ("change", "end", "start"),
    "iam": ("change", "creation", "deletion"),
    "process": ("change", "end", "start"),
}
"""ECS 9.5, of the categories of parts: the types of them that may say that something changed."""

_FILLER = (
    r"(?P<filler>(?:(?:Trying|Try|Going|About|Attempting|Attempt|Start(?:ed|ing)?|Beg[iau]n(?:ning)?"
    r"|Need|Ready|Done|Finished|Finish|Completed|Complete|Now|We|I|is|are|to|will|have|has|been|be"
    r"|now|with|Successfully|successfully|Succesfully|did|been|the|then|so)\s+){0,6})"
)
_FIRST = re.compile(rf"[\W\d]{{0,8}}{_FILLER}(?:auto-)?(?P<verb>[A-Za-z]{{3,20}})")
_DOING = re.compile(r"\b[a-z]{3,16}(?:ed|ing)\b")
_INTENDED = re.compile(r"\b(?:to|will|Need|Ready)\s+\Z")
_NOT_YET = re.compile(
    r"\b(?:not|never|being|(?:to|will|should|must|may|can) (?:not )?be) (?:\w+ )?\Z"
)
_LONGEST_BEFORE = 30
_FAILS = re.compile(
    r"\W{0,4}(?:ERROR:? )?(?:(?i:failed|failure|failing|unable|cannot|can ?not|can't|couldn't"
    r"|could not|couldnt|error|exception|caught|unexpected|unhandled|invalid|timed out|timeout"
    r"|problem|insufficient|wasn't able|not able)\b|\w*(?:Exception|Error)\b)"
)
_FAILED = re.compile(
    r"(?<!\b0 )(?<!no )(?<!not )\b(?i:\w*failed|fails|fail to|failure|unable to|cannot|can't"
    r"|couldn't|could not|timed out|unsuccessful(?:ly)?|wasn't able|not able to"
    r"|(?:has|have|is) expired|an? (?:error|exception) (?:occurred|was)|exception due to"
    r"|(?:encounter(?:ed)?|caught|got) (?:\w+ )?exception)\b(?!=|: ?0| count)|\w{3,}Exception\b"
)
_DENIED = re.compile(
    r"\b(?i:denied|forbidden|unauthori[sz]ed|not (?:allowed|permitted|authori[sz]ed|authenticated)"
    r"|not have (?:\w+ ){0,3}(?:permissions?|access)|no permission|mismatch(?:ed)?|rejected"
    r"|does(?: not|n't) match(?! any host)|is (?:disabled|locked)|blocked"
    r"|(?:invalid|wrong|bad|expired) (?:\w+ )?(?:signature|token|session|password|credentials?))"
)
_DONE = re.compile(r"(?<!not )(?<!un)\b(?i:succes+ful(?:ly)?|succeeded|success|completed)\b")
_MISSING = re.compile(
    r"(?:No|There (?:is|are) no) (?!need|longer)|[^\n]*?\b(?:not (?:be )?found"
    r"|does(?: not|n't) exist|no longer (?:exists|in)|no such|is (?:null|empty|missing))\b"
)
_STATE = re.compile(
    r"[^\n]*?\bis (?:now |already |still |not )?(?:ready|up|down|alive|dead|running|stopped"
    r"|available|reachable|unreachable|disconnected|connected|enabled|disabled|established"
    r"|in \w+ state)\b"
)
_GUARDS = frozenset(
    {"access", "account", "api", "authentication", "certificate", "console", "security", "project"}
)
"""Parts of CloudStack that judge who may do what: what is denied elsewhere has failed."""
SUCCESS = ("Successfully ", "successfully ", "Succeeded ")
_SEVERE = frozenset({"ERROR", "FATAL", "SEVERE"})
_WORRIED = frozenset({"WARN", "WARNING"})
LOUD = _SEVERE | _WORRIED
_LONGEST = 400

_USER = re.compile(
    r"\b[uU]ser(?:[nN]ame)?(?:'s)?(?: account| with (?:user)?name| name)?"
    r"(?:\s?[:=]\s?['\"\[]?|\s?\[|\s['\"])(?!User(?:Account|VO)? )"
    r"(?P<named>[^\s'\"\[\],;{}()=]{1,200})"
    r"|\b(?:for|of|by|as|to|authenticate|in) (?:the |an? )?user(?:name)?"
    r" (?!account|with|id\b|and|in\b|on\b|is\b|or\b|data|vm\b|VM\b|from|to\b|has|have|not|does|was|"
    r"due|name|input|api|source|by\b|for\b|of\b)(?P<bare>[^\s'\"\[\],;{}()=]{1,200})"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ADDRESS = re.compile(
    r"\b(?:from|by|client|remote)(?: (?:IP|ip|address|host|client|caller))*[ :='\[/]{1,4}"
    r"(?P<address>\d{1,3}(?:\.\d{1,3}){3}"
    r"|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?<![^:]:)(?!:\w))(?!\w|\.\w)"
)


def read_told(message: str, fields: Fields) -> None:
    """Refines the family of the message's class by its words, and adds what became of it."""
    family = str(fields["cloudstack.family"]).partition(".")[0]
    text = message[:_LONGEST].partition("\n")[0]
    level = fields.get("log.level")
    if family in _GUARDS:
        read_who(text, fields)
    if family in _GUARDS and _DENIED.search(text):
        _tell(fields, family, "denied", "denied", "failure")
    elif _has_failed(text, level):
        _tell(fields, family, "failed", "failed", "failure")
        fields.setdefault("error.message", text)
    else:
        succeeded = _DONE.search(text) is not None
        kind, action = _done(text, succeeded=succeeded)
        _tell(fields, family, kind, action, "success" if succeeded else None)
        _type(fields, kind, action)


def told(match: re.Match[str], fields: Fields) -> None:
    """For a text that says nothing but of which part its message is."""
    read_told(match.string, fields)


def judge(message: str, fields: Fields) -> None:
    """What a text says nothing of: an error is a failure, and a warning that says so as well.

    Of the lines of one login, one alone has its outcome, so that logins can be counted.
    """
    family = str(fields.get("cloudstack.family"))
    if "event.outcome" in fields or family.startswith(("login.", "alert")):
        return
    if message.startswith(SUCCESS):
        fields["event.outcome"] = "success"
        return
    level = fields.get("log.level")
    text = message[:_LONGEST].partition("\n")[0]
    if level in _SEVERE or (level in _WORRIED and _has_failed(text, level)):
        fields["event.outcome"] = "failure"


def _has_failed(text: str, level: object) -> bool:
    if text.startswith(SUCCESS):
        return False
    if level in _SEVERE or _FAILS.match(text):
        return True
    worried = level in _WORRIED or "ail" in text or " expired" in text or " timed out" in text
    return worried and _FAILED.search(text) is not None


def _done(text: str, *, succeeded: bool) -> tuple[str | None, str]:
    """What a family and an action call it; `None, "noted"` where no verb is known.

    What changes something and has not come to pass is called by its kind: `delete` of "Trying to
    delete" and "Deleting", `deleted` of "Deleted" and "was deleted".
    """
    if text.startswith("No need"):
        return "skip", "skipped"
    if _MISSING.match(text):
        return "missing", "missed"
    for verb, before in _verbs(text):
        found = _stem(verb)
        if found is None or before.endswith((": ", "= ")):
            continue  # `driver: enabled` is a state
        kind = found[0]
        past = verb.endswith("ed") and _INTENDED.search(before) is None
        if kind in _CHANGES and not succeeded and (not past or _NOT_YET.search(before)):
            return kind, kind
        return found
    return ("state", "state-told") if _STATE.match(text) else (None, "noted")


def _verbs(text: str) -> Iterator[tuple[str, str]]:
    """What may be a verb, with what stands before it."""
    first = _FIRST.match(text)
    if first is not None:
        yield first["verb"], first["filler"]
    for doing in _DOING.finditer(text):
        start = doing.start()
        yield doing.group(), text[max(start - _LONGEST_BEFORE, 0) : start]
    if first is not None and first["filler"]:
        yield first["filler"].partition(" ")[0], ""


def _type(fields: Fields, kind: str | None, action: str) -> None:
    """Of what has come to pass, among the types that ECS has for the category."""
    category = fields.get("event.category")
    if kind is None or kind == action or not isinstance(category, list):
        return
    allowed = _ALLOWED.get(category[0], ())
    fitting = next((name for name in _TYPES.get(kind, ()) if name in allowed), None)
    if fitting is not None:
        fields["event.type"] = [fitting]


def _stem(verb: str) -> tuple[str, str] | None:
    """Of a verb in any of its forms."""
    verb = verb.lower()
    for end in range(len(verb), 2, -1):
        found = VERBS.get(verb[:end])
        if found is not None and _ENDING.fullmatch(verb, end):
            return found
    return None


def _tell(fields: Fields, family: str, kind: str | None, action: str, outcome: str | None) -> None:
    if kind is not None:
        fields["cloudstack.family"] = f"{family}.{kind}"
    fields["event.action"] = f"{family}-{action}"
    if outcome is not None:
        fields["event.outcome"] = outcome


def read_who(text: str, fields: Fields) -> None:
    """The user and the address of a visitor, where the text names them."""
    _read_user(text, fields)
    address = _ADDRESS.search(text)
    source = to_ip(address["address"]) if address is not None else None
    if source is not None:
        fields.setdefault("source.ip", source)


def _read_user(text: str, fields: Fields) -> None:
    match = _USER.search(text)
    user = (match["named"] or match["bare"]).rstrip(".:") if match is not None else ""
    if user.isdigit() or _UUID.fullmatch(user):
        fields.setdefault("user.id", user)
    elif user and user != "null":
        fields.setdefault("user.name", user)
