"""Levels as the page shows them: five colours, one word each, severest first."""

from web.messages import gettext as _

# Severest first: the order of the timeline from its base, and of the legend.
CLASSES = ("fatal", "error", "warn", "info", "debug", "none")
_BY_WORD = {
    **dict.fromkeys(
        ("FATAL", "CRITICAL", "EMERGENCY", "EMERG", "ALERT", "CRIT", "SEVERE"), "fatal"
    ),
    **dict.fromkeys(("ERROR", "ERR"), "error"),
    **dict.fromkeys(("WARN", "WARNING"), "warn"),
    **dict.fromkeys(("INFO", "NOTICE", "INFORMATIONAL"), "info"),
    **dict.fromkeys(("DEBUG", "TRACE", "FINE"), "debug"),
}


def level_class(level: str) -> str:
    """The colour of a level as written; `none` for what is no level we know."""
    return _BY_WORD.get(level.upper(), "none")


def class_words(name: str) -> str:
    """The word of a colour."""
    return {
        "fatal": _("Fatal"),
        "error": _("Error"),
        "warn": _("Warn"),
        "info": _("Info"),
        "debug": _("Debug"),
        "none": _("No level"),
    }[name]


def short_level(level: str) -> str:
    """The level as its column has room for it: as written, or the usual short word."""
    name = level_class(level)
    return level if len(level) <= len("FATAL") or name == "none" else class_words(name).upper()
