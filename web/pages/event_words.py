"""The words in front of an event's message, wherever events stand in a list."""

from collections.abc import Mapping


def origin(event: Mapping[str, object]) -> str:
    """The class that wrote the event, without its packages; of a verdict, the rule that judged."""
    logger = event.get("log.logger")
    if isinstance(logger, str):
        return logger.rsplit(".", 1)[-1]
    rule = str(event.get("rule.name", ""))
    return "" if rule == event.get("message") else rule
