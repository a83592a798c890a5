"""Cases of tasks, bus, mail, webhooks and extensions."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Background Poll Manager received task: BackupSyncTask",
        {
            "cloudstack.family": "background.task",
            "event.action": "task-scheduled",
            "labels": {
                "task": "BackupSyncTask",
            },
        },
        "o.a.c.p.BackgroundPollManagerImpl",
    ),
    (
        "VM Operation Thread Running",
        {
            "cloudstack.family": "background.cleanup",
            "event.action": "cleaned-up",
            "labels": {
                "task": "VM Operation Thread",
            },
        },
        "c.c.v.V.CleanupTask",
    ),
    (
        "Build message handler cache for com.cloud.api.ApiServer",
        {
            "cloudstack.family": "bus.handler",
            "event.action": "handler-cached",
            "labels": {
                "handler": "com.cloud.api.ApiServer",
            },
        },
        "o.a.c.f.m.MessageDispatcher",
    ),
    (
        "Unexpected exception when calling com.cloud.api.ApiServer.handleAsyncJobPublishEvent",
        {
            "cloudstack.family": "bus.failure",
            "event.action": "message-failed",
            "event.outcome": "failure",
            "labels": {
                "handler": "com.cloud.api.ApiServer.handleAsyncJobPublishEvent",
            },
        },
        "o.a.c.f.m.MessageDispatcher",
    ),
    (
        "Unable to send mail [Management server node 192.0.2.11 is up] to the "
        'recipcients [[{"mailAddress":"ops@example.com"}]].',
        {
            "cloudstack.family": "mail.failure",
            "event.action": "mail-not-sent",
            "event.outcome": "failure",
            "cloudstack.alert.subject": "Management server node 192.0.2.11 is up",
        },
        "o.a.c.u.m.SMTPMailSender",
    ),
    (
        "Unable to instantiate SMTP mail session due to empty or null host.",
        {
            "cloudstack.family": "mail.note",
            "event.action": "mail-noted",
        },
        "o.a.c.u.m.SMTPMailSender",
    ),
    (
        "Failed to deliver Webhook "
        '{"id":5,"name":"wh-slow","payloadUrl":"http:\\/\\/192.0.2.11:9999\\/slow","uuid":'
        '"00000007-0000-4000-8000-000000000007"}, in attempt #1 due to: Read timed out',
        {
            "cloudstack.family": "webhook.failure",
            "event.action": "webhook-not-delivered",
            "event.outcome": "failure",
            "cloudstack.resource.id": "5",
            "cloudstack.resource.name": "wh-slow",
            "cloudstack.resource.type": "Webhook",
            "cloudstack.resource.uuid": "00000007-0000-4000-8000-000000000007",
            "error.message": "Read timed out",
            "labels": {
                "attempt": "1",
            },
            "url.original": "http://192.0.2.11:9999/slow",
        },
        "o.a.c.m.w.WebhookDeliveryThread",
    ),
    (
        "Scheduling webhook deliveries cleanup task with initial delay=180s and interval=3600s",
        {
            "cloudstack.family": "webhook.delivery",
            "event.action": "webhooks-managed",
        },
        "o.a.c.m.w.WebhookServiceImpl",
    ),
    (
        "Entry point [extensions/MaaS/maas.py] for extension: MaaS does not exist",
        {
            "cloudstack.family": "extension.path",
            "event.action": "extension-checked",
            "file.path": "extensions/MaaS/maas.py",
            "labels": {
                "extension": "MaaS",
            },
        },
        "o.a.c.h.e.p.ExternalPathPayloadProvisioner",
    ),
    (
        "System memory is low, total: 24576 MB, used: 6144 MB (25%)",
        {
            "cloudstack.family": "capacity.low",
            "event.action": "capacity-low",
            "event.outcome": "failure",
            "cloudstack.capacity.type": "memory",
            "labels": {
                "total": "24576",
                "used": "6144",
                "percent": "25",
            },
        },
        "c.c.a.AlertManagerImpl",
    ),
    (
        "Have already sent: 1 emails for alert type '27' -- skipping send email",
        {
            "cloudstack.family": "alert.unsent",
            "event.action": "alert-not-sent",
            "cloudstack.alert.name": "ALERT.TYPE.SYNC",
            "cloudstack.alert.type": "27",
            "labels": {
                "sent": "1",
            },
        },
        "c.c.a.AlertManagerImpl",
    ),
    (
        "Running Capacity Checker ...",
        {
            "cloudstack.family": "capacity.update",
            "event.action": "capacity-updated",
        },
        "c.c.a.AlertManagerImpl",
    ),
    (
        "Retrieving network params of NIC [name:eth0 (eth0)].",
        {
            "cloudstack.family": "network.interface",
            "event.action": "interface-read",
        },
        "c.c.u.n.NetUtils",
    ),
]
