"""Severities, states and deliveries of alerts in words and marks."""

from typing import assert_never

from alerts.alert import AlertState, Result
from alerts.rule import Severity
from web.messages import gettext as _


def severity_words(severity: Severity) -> str:
    """A severity as people read it."""
    match severity:
        case Severity.CRITICAL:
            return _("Critical")
        case Severity.HIGH:
            return _("High")
        case Severity.MEDIUM:
            return _("Medium")
        case Severity.LOW:
            return _("Low")
        case _:
            assert_never(severity)


def severity_bars(severity: Severity) -> int:
    """How many of the four rising bars are filled."""
    match severity:
        case Severity.CRITICAL:
            return 4
        case Severity.HIGH:
            return 3
        case Severity.MEDIUM:
            return 2
        case Severity.LOW:
            return 1
        case _:
            assert_never(severity)


def state_words(state: AlertState) -> str:
    """A state as people read it."""
    match state:
        case AlertState.OPEN:
            return _("Open")
        case AlertState.ACKNOWLEDGED:
            return _("Acknowledged")
        case AlertState.RECOVERED:
            return _("Recovered")
        case AlertState.CLOSED:
            return _("Closed")
        case _:
            assert_never(state)


def state_icon(state: AlertState) -> str:
    """The sign of a state."""
    match state:
        case AlertState.OPEN:
            return "circle-alert"
        case AlertState.ACKNOWLEDGED:
            return "user-round"
        case AlertState.RECOVERED:
            return "circle-check"
        case AlertState.CLOSED:
            return "minus"
        case _:
            assert_never(state)


def result_words(result: Result, status: int | None) -> str:
    """What came of a notification."""
    match result:
        case Result.SENT:
            return _("Sent, %(status)s", status=status) if status else _("Sent")
        case Result.RETRY:
            return _("Tried, goes on")
        case Result.FAILED:
            return _("Failed, %(status)s", status=status) if status else _("Failed")
        case Result.NOT_SENT:
            return _("Not sent")
        case _:
            assert_never(result)


def result_icon(result: Result) -> str:
    """The sign of what came of a notification."""
    match result:
        case Result.SENT:
            return "circle-check"
        case Result.RETRY:
            return "clock"
        case Result.FAILED:
            return "triangle-alert"
        case Result.NOT_SENT:
            return "minus"
        case _:
            assert_never(result)
