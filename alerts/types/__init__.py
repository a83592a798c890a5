"""TYPES, the table of rule types: a module and a row each."""

from collections.abc import Mapping
from types import MappingProxyType

from alerts.types.frequency import FREQUENCY, Frequency
from alerts.types.step import RuleType

TYPES: Mapping[str, RuleType] = MappingProxyType({"frequency": FREQUENCY})
"""Every rule type by the name that a rule's `type` says."""

Condition = Frequency
"""The union of every type's condition, told apart by `type`."""
