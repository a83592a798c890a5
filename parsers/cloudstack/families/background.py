"""Families of what runs behind requests: tasks, message bus, mail, webhooks, extensions."""

import re

from parsers.cloudstack.families.alert import NAMES
from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_ALERTS = ("AlertManagerImpl", "CapacityChecker")


def _low(match: re.Match[str], fields: Fields) -> None:
    """Amounts are written in units that differ, so that they stay labels."""
    if match["kind"] is not None:
        fields["cloudstack.capacity.type"] = match["kind"].lower()
    add_labels(fields, {key: match[key] for key in ("total", "used", "percent")})
    if match["alert"] is not None:
        fields["cloudstack.alert.subject"] = match["alert"]


def _skipped(match: re.Match[str], fields: Fields) -> None:
    number = match["type"]
    fields["cloudstack.alert.type"] = number
    if number in NAMES:
        fields["cloudstack.alert.name"] = NAMES[number]


def _extension(match: re.Match[str], fields: Fields) -> None:
    path = match["path"] or match["directory"] or match["data"]
    if path is not None:
        fields["file.path"] = path


def _webhook(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.resource.type"] = "Webhook"
    if match["url"] is not None:
        fields["url.original"] = match["url"].replace("\\/", "/")


FAMILY = Family(
    __file__,
    "background.lark",
    texts=(
        Text(
            "TASK",
            ("Background", "Scheduled", "Scheduling", "Stopping", "Executing"),
            constants("background.task", "task-scheduled", category="process", types="info"),
            {"task": "labels.task"},
            classes=("BackgroundPollManagerImpl", "BackgroundPollTaskWrapper"),
        ),
        Text(
            "SCAVENGED",
            (),
            constants("background.cleanup", "cleaned-up", category="process", types="info"),
            {"task": "labels.task"},
            classes=(
                "CleanupTask",
                "ExpungeTask",
                "GCBackgroundTask",
                "NetworkGarbageCollector",
                "ResourceCleanupServiceImpl",
                "StorageGarbageCollector",
            ),
        ),
        Text(
            "HANDLER",
            (),
            constants("bus.handler", "handler-cached", category="process", types="info"),
            {"handler": "labels.handler"},
            classes=("MessageDispatcher", "MessageBusBase"),
        ),
        Text(
            "MISUSED",
            ("NO", "Unexpected"),
            constants(
                "bus.failure", "message-failed", category="process", types="info", outcome="failure"
            ),
            {"handler": "labels.handler"},
            classes=("MessageDispatcher", "MessageBusBase"),
        ),
        Text(
            "MAIL",
            ("Unable",),
            constants(
                "mail.failure", "mail-not-sent", category="email", types="info", outcome="failure"
            ),
            {"subject": "cloudstack.alert.subject"},
            classes=("SMTPMailSender",),
        ),
        Text(
            "MAIL_OFF",
            (),
            constants("mail.note", "mail-noted", category="email", types="info"),
            classes=("SMTPMailSender",),
        ),
        Text(
            "WEBHOOK_FAILED",
            ("Failed",),
            constants(
                "webhook.failure",
                "webhook-not-delivered",
                category="web",
                types="error",
                outcome="failure",
            ),
            {
                "id": "cloudstack.resource.id",
                "name": "cloudstack.resource.name",
                "attempt": "labels.attempt",
                "reason": "error.message",
            },
            _webhook,
            classes=("WebhookDeliveryThread",),
        ),
        Text(
            "WEBHOOK",
            (),
            constants("webhook.delivery", "webhooks-managed", category="web", types="info"),
            classes=("WebhookDeliveryThread", "WebhookServiceImpl", "WebhookApiServiceImpl"),
        ),
        Text(
            "EXTENSION",
            (),
            constants("extension.path", "extension-checked", category="file", types="info"),
            {"extension": "labels.extension"},
            _extension,
            classes=("ExternalPathPayloadProvisioner", "ExtensionsManagerImpl"),
        ),
        Text(
            "LOW",
            ("System", "Number", "Unallocated", "unallocated", "Available"),
            constants(
                "capacity.low", "capacity-low", category="host", types="info", outcome="failure"
            ),
            {},
            _low,
            classes=_ALERTS,
        ),
        Text(
            "ALERT_SKIPPED",
            ("Have",),
            constants("alert.unsent", "alert-not-sent", category="email", types="info"),
            {"count": "labels.sent"},
            _skipped,
            classes=_ALERTS,
        ),
        Text(
            "CAPACITY",
            (),
            constants("capacity.update", "capacity-updated", category="process", types="info"),
            classes=_ALERTS,
        ),
        Text(
            "INTERFACE",
            (),
            constants("network.interface", "interface-read", category="network", types="info"),
            classes=("NetUtils",),
        ),
    ),
)
