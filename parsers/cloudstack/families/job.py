"""Families `job.*`: an asynchronous job is submitted, executed and completed."""

import re

from parsers.cloudstack.families.login import error_text
from parsers.cloudstack.family import Family, Fields, Text, constants

_DETAIL = re.compile(
    r'(?<![\\\w])"?(?P<key>id|uuid|userId|accountId|instanceType|instanceId|cmd|initMsid)"?: ?'
    r'"?(?P<value>[^\s",{}\]]+)'
)
_FIELDS = {
    "id": "cloudstack.job.id",
    "uuid": "cloudstack.job.uuid",
    "userId": "user.id",
    "accountId": "cloudstack.account.id",
    "instanceType": "cloudstack.resource.type",
    "instanceId": "cloudstack.resource.id",
    "initMsid": "cloudstack.mgmt_id",
}
_INFO = re.compile(
    r'\\*"(?P<key>cmdEventType|virtualmachineid|zoneid|httpmethod)\\*":\s?\\*"(?P<value>[^"\\]+)'
)
_INFO_FIELDS = {
    "cmdEventType": "cloudstack.event.type",
    "virtualmachineid": "cloudstack.vm.uuid",
    "zoneid": "cloudstack.zone.uuid",
    "httpmethod": "http.request.method",
}
_OBJECT_OF_TYPE = {
    "VirtualMachine": "vm",
    "Host": "host",
    "Network": "network",
    "Volume": "volume",
    "Template": "template",
    "Account": "account",
    "DomainRouter": "router",
}
_STATES = {"0": "IN_PROGRESS", "1": "SUCCEEDED", "2": "FAILED"}
"""Numbers of JobInfo.Status, which versions to 4.2 print."""

_OUTCOMES = {"SUCCEEDED": "success", "FAILED": "failure", "CANCELLED": "failure"}


def _details(match: re.Match[str], fields: Fields) -> None:
    """AsyncJobVO as text or as JSON; `cmdInfo`, which is JSON in it, has keys of its own."""
    before, _, rest = match["details"].partition("cmdInfo")
    info, _, after = rest.partition("cmdVersion")
    for detail in _DETAIL.finditer(before + after):
        key, value = detail["key"], detail["value"]
        if key == "cmd":
            fields["cloudstack.command"] = value.rpartition(".")[2]
        elif value not in ("null", "None"):
            fields[_FIELDS[key]] = value
    for detail in _INFO.finditer(info):
        fields[_INFO_FIELDS[detail["key"]]] = detail["value"]
    kind = _OBJECT_OF_TYPE.get(str(fields.get("cloudstack.resource.type")))
    if kind is not None and "cloudstack.resource.id" in fields:
        fields[f"cloudstack.{kind}.id"] = fields["cloudstack.resource.id"]


def _completed(match: re.Match[str], fields: Fields) -> None:
    state = _STATES.get(match["status"], match["status"])
    fields["cloudstack.job.status"] = state
    outcome = _OUTCOMES.get(state)
    if outcome is not None:
        fields["event.outcome"] = outcome
    if state != "FAILED":
        return
    fields["error.code"] = match["code"]
    error = error_text(match["result"] or "")
    if error is not None:
        fields["error.message"] = error


_JOB = {"job": "cloudstack.job.id", "uuid": "cloudstack.job.uuid"}

FAMILY = Family(
    __file__,
    "job.lark",
    texts=(
        Text(
            "SUBMITTED",
            ("submit",),
            constants("job.submit", "job-submitted", category="process", types="start"),
            _JOB,
            _details,
        ),
        Text(
            "COMPLETED",
            ("Complete",),
            constants("job.complete", "job-completed", category="process", types="end"),
            _JOB | {"code": "cloudstack.job.result_code"},
            _completed,
        ),
        Text(
            "EXECUTING",
            ("Executing",),
            constants("job.execute", "job-executed", category="process", types="info"),
            read=_details,
        ),
        Text(
            "CLOSED",
            ("Async",),
            constants("job.complete", "job-completed", category="process", types="end"),
            _JOB,
        ),
    ),
)
