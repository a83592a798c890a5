"""Rule, the one model of a saved rule: a YAML file, a form and the state database give the same."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from alerts.duration import Duration
from alerts.notify.template import check_template
from alerts.query import check_query
from alerts.suppression import Suppression
from alerts.types import TYPES, Condition
from alerts.types.step import RuleType

_TAG = re.compile(r"attack\.[a-z0-9_.-]+")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SHORTEST_SCHEDULE = timedelta(seconds=1)
HIDDEN = "**********"
"""What stands in place of a secret where rules are shown."""


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def _tag(value: str) -> str:
    if not _TAG.fullmatch(value):
        raise ValueError("Write tags as Sigma does: attack.t1110.001 or attack.credential_access.")
    return value


def _every(value: timedelta) -> timedelta:
    if value < _SHORTEST_SCHEDULE:
        raise ValueError("Write a time of at least 1s.")
    return value


def _query(value: str) -> str:
    if not value.strip():
        raise ValueError("Write a search, `*` for every event.")
    check_query(value.strip())
    return value.strip()


def _template(value: str) -> str:
    check_template(value)
    return value


def _url(value: str) -> str:
    if not re.match(r"https?://[^/?#\s@]+(?:[/?#]\S*)?$", value):
        raise ValueError("Write an address that begins with http:// or https://.")
    return value


def _headers(value: dict[str, SecretStr]) -> dict[str, SecretStr]:
    for name, text in value.items():
        if not _HEADER.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a header.")
        if not text.get_secret_value().isprintable():
            raise ValueError(f"The header {name} may not hold line breaks.")
    return value


class Webhook(BaseModel):
    """Tell an HTTP server about an alert: a POST with a JSON body.

    `template`: Jinja text that makes the body; see alerts.notify.template.
    `secret`: key of the signature; without it the request is not signed.
    Header values are treated as secrets, since they often carry a token.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="webhook", min_length=1, max_length=100)
    url: Annotated[str, AfterValidator(_url)] = Field(max_length=2000)
    headers: Annotated[dict[str, SecretStr], AfterValidator(_headers)] = {}
    template: Annotated[str, AfterValidator(_template)] | None = Field(
        default=None, max_length=20_000
    )
    secret: SecretStr | None = None

    def as_json(self, *, reveal: bool = False) -> dict[str, Any]:
        """Plain JSON without the fields that stand at their defaults."""
        found = self.model_dump(mode="json", exclude_defaults=True)
        if self.headers:
            found["headers"] = {name: _shown(text, reveal) for name, text in self.headers.items()}
        if self.secret is not None:
            found["secret"] = _shown(self.secret, reveal)
        return found


def _shown(secret: SecretStr, reveal: bool) -> str:
    return secret.get_secret_value() if reveal else HIDDEN


class Rule(BaseModel):
    """A search that runs while nobody looks, and what follows when its condition holds.

    `query`: SPL that finds events; its time range is not its own, `condition` says it.
    `summary`: Jinja text of an alert's sentence; see alerts.sentence.
    `recover_after`: an open alert without further events for so long is recovered; without it
    an alert stays open until a person closes it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    NAMES: ClassVar[re.Pattern[str]] = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")

    id: str = Field(pattern=rf"^{NAMES.pattern}$", description="lower case, digits and -")
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=10_000)
    enabled: bool = True
    severity: Severity = Severity.MEDIUM
    tags: tuple[Annotated[str, AfterValidator(_tag)], ...] = ()
    query: Annotated[str, AfterValidator(_query)] = Field(max_length=20_000)
    condition: Condition = Field()
    schedule: Annotated[Duration, AfterValidator(_every)] = Field(
        default=timedelta(minutes=1), description="check every"
    )
    suppression: Suppression = Suppression()
    recover_after: Duration | None = None
    summary: Annotated[str, AfterValidator(_template)] | None = Field(default=None, max_length=2000)
    notifications: tuple[Webhook, ...] = ()

    @property
    def type(self) -> RuleType:
        return TYPES[self.condition.type]

    @classmethod
    def from_yaml(cls, text: str) -> Self:
        """Raises: yaml.YAMLError, pydantic.ValidationError (see alerts.problem)."""
        return cls.model_validate(yaml.safe_load(text))

    def to_yaml(self, *, reveal: bool = False) -> str:
        """The rule as a file.  Secrets are hidden unless `reveal`."""
        return yaml.safe_dump(
            self.as_json(reveal=reveal), sort_keys=False, allow_unicode=True, width=100
        )

    def as_json(self, *, reveal: bool = False) -> dict[str, Any]:
        """Plain JSON without the fields that stand at their defaults."""
        found = self.model_dump(mode="json", exclude_defaults=True)
        found["condition"] = {"type": self.condition.type, **found["condition"]}
        if self.notifications:
            found["notifications"] = [
                webhook.as_json(reveal=reveal) for webhook in self.notifications
            ]
        return found

    def judgement(self) -> dict[str, Any]:
        """What decides which alerts there are: memory of another judgement is of no use."""
        return self.model_dump(mode="json", include={"query", "condition", "suppression"})
