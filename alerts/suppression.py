"""Suppression, how long a rule stays quiet about a key after an alert, and the quiet times."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alerts.duration import Duration

MICROSECOND = timedelta(microseconds=1)
_MOST_DOUBLINGS = 20  # A minute doubled twenty times is two years.


class Suppression(BaseModel):
    """After an alert, stay quiet about the same key; events held back count on that alert.

    `exponential_realert`: the quiet time doubles with each alert that follows soon after the
    one before, up to this, and halves again after quiet (ElastAlert's option of the name).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    realert: Duration = Field(
        default=timedelta(minutes=30), description="after an alert, stay quiet about the key for"
    )
    exponential_realert: Duration | None = Field(
        default=None, description="let the quiet time double up to"
    )

    @model_validator(mode="after")
    def _longest_is_longer(self) -> Self:
        longest = self.exponential_realert
        if longest is not None and (longest < self.realert or not self.realert):
            raise ValueError("exponential_realert must be at least as long as realert.")
        return self

    def quiet(self, exponent: int) -> timedelta:
        """The quiet time after `exponent` doublings."""
        if self.exponential_realert is None:
            return self.realert
        return min(self.realert * (1 << exponent), self.exponential_realert)


@dataclass(slots=True)
class Quiet:
    """The time that belongs to one alert of one key: `[first_us, until_us)` of event time.

    Times are microseconds since 1970.  `mark`: names the alert within its rule.
    `arrived_us`: when the newest of its events was ingested.
    """

    mark: str
    first_us: int
    until_us: int
    exponent: int
    arrived_us: int


def next_exponent(suppression: Suppression, before: Quiet | None, first_us: int) -> int:
    """How many doublings the quiet time of an alert gets that begins at `first_us`.

    One more than that of the alert before when it follows within as long as that one was quiet;
    one less for each such time that passed without an alert.
    """
    if before is None or suppression.exponential_realert is None:
        return 0
    quiet_us = max(MICROSECOND, suppression.quiet(before.exponent)) // MICROSECOND
    gap_us = first_us - before.until_us
    if gap_us < quiet_us:
        return min(before.exponent + 1, _MOST_DOUBLINGS)
    return max(0, before.exponent - gap_us // quiet_us)
