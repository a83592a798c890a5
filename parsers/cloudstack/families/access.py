"""Families `access.*`: who may call which command from where, on whose objects, and who may not."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_TYPE = re.compile(r"(?:[a-z]\w*\.)*(?P<type>[A-Z][A-Za-z]+)")


def _granted(match: re.Match[str], fields: Fields) -> None:
    kind = _TYPE.match(match["object"].lstrip("["))
    if kind is not None:
        fields["cloudstack.resource.type"] = kind["type"]


def _denied(match: re.Match[str], fields: Fields) -> None:
    who = match["who"]
    if who is None:
        return
    if match["reason"].endswith("user id"):
        fields["user.id"] = who
    elif match["reason"].endswith("project"):
        fields["cloudstack.resource.type"] = "Project"
        fields["cloudstack.resource.uuid"] = who


def _from(match: re.Match[str], fields: Fields) -> None:
    """To 4.10 the text ends with the number of a user, later with an address."""
    value = match["from"]
    if value is not None:
        fields["user.id" if value.isdigit() else "source.ip"] = value


def _address(match: re.Match[str], fields: Fields) -> None:
    fields["source.ip"] = match["address"].partition("%")[0]


_ROLE_CHECKERS = (
    "DynamicRoleBasedAPIAccessChecker",
    "ProjectRoleBasedApiAccessChecker",
    "StaticRoleBasedAPIAccessChecker",
    "AccountRoleBasedAPIAccessChecker",
)

FAMILY = Family(
    __file__,
    "access.lark",
    texts=(
        Text(
            "EVERYTHING",
            ("Account",),
            constants(
                "access.role",
                "all-commands-allowed",
                category="api",
                types="access allowed",
                outcome="success",
            ),
            {"id": "user.id"},
        ),
        Text(
            "ROLE_TYPE",
            ("Role",),
            constants("access.role", "role-type-noted", category="api", types="info"),
        ),
        Text(
            "NO_PROJECT",
            ("Project",),
            constants(
                "access.role",
                "command-allowed",
                category="api",
                types="access allowed",
                outcome="success",
            ),
            {"command": "cloudstack.command"},
        ),
        Text(
            "ALLOWED",
            ("The", "User", "Account", "Allowing", "Role", "Checking"),
            constants("access.role", "command-allowed", category="api", types="access allowed"),
            classes=_ROLE_CHECKERS,
        ),
        Text(
            "UNUSED",
            ("RoleService", "API"),
            constants("access.checker", "checker-skipped", category="api", types="access info"),
            {"reason": "event.reason"},
        ),
        Text(
            "GRANTED",
            ("Access",),
            constants(
                "access.granted",
                "access-granted",
                category="api",
                types="access allowed",
                outcome="success",
            ),
            {"user": "user.name", "checker": "labels.checker"},
            read=_granted,
        ),
        Text(
            "GRANTED_TO",
            ("Access",),
            constants(
                "access.granted",
                "access-granted",
                category="api",
                types="access allowed",
                outcome="success",
            ),
            {"checker": "labels.checker"},
            read=_granted,
        ),
        Text(
            "MAY_ACCESS",
            ("Account",),
            constants(
                "access.granted",
                "access-granted",
                category="api",
                types="access allowed",
                outcome="success",
            ),
        ),
        Text(
            "PRIVILEGES",
            ("Checking", "checking", "Calling", "Verifying", "Account"),
            constants("access.privileges", "privileges-checked", category="iam", types="user info"),
            classes=("AccountManagerImpl",),
        ),
        Text(
            "COMMAND_DENIED",
            ("The",),
            constants(
                "access.denied",
                "command-denied",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"command": "cloudstack.command", "reason": "event.reason"},
            read=_denied,
        ),
        Text(
            "COMMAND_UNKNOWN",
            ("The",),
            constants(
                "access.denied",
                "command-denied",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"command": "cloudstack.command", "reason": "event.reason"},
            read=_from,
        ),
        Text(
            "PERMISSION",
            ("PermissionDenied",),
            constants(
                "access.denied",
                "access-denied",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"error": "error.message", "object": "labels.objects"},
        ),
        Text(
            "ACCESS_DENIED",
            ("Access", "access"),
            constants(
                "access.denied",
                "access-denied",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"checker": "labels.checker", "object": "labels.objects"},
            classes=(
                "AccountManagerImpl",
                "ApiServer",
                "DomainChecker",
                "AffinityGroupAccessChecker",
                "NetworkModelImpl",
            ),
        ),
        Text(
            "NO_PERMISSION",
            ("Account", "Acct", "User", "Caller"),
            constants(
                "access.denied",
                "access-denied",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"what": "event.reason"},
        ),
        Text(
            "CIDRS",
            ("CIDRs",),
            constants("access.cidr", "networks-checked", category="api", types="access info"),
            {"cidrs": "labels.cidrs"},
        ),
        Text(
            "CIDR_DENIED",
            ("Request",),
            constants(
                "access.cidr.denied",
                "network-denied",
                category="api network",
                types="denied",
                outcome="failure",
            ),
            {"cidrs": "labels.cidrs"},
            read=_address,
        ),
        Text(
            "ADDRESS_DENIED",
            ("The",),
            constants(
                "access.cidr.denied",
                "network-denied",
                category="api network",
                types="denied",
                outcome="failure",
            ),
            {"user": "user.name", "address": "source.ip"},
        ),
        Text(
            "LIMITED",
            ("The",),
            constants(
                "access.limit",
                "too-many-calls",
                category="api",
                types="denied access",
                outcome="failure",
            ),
            {"wait": "labels.retry_after_ms"},
        ),
        Text(
            "LIMIT_SET",
            ("Limit",),
            constants("access.limit.set", "limit-set", category="api", types="info"),
            {"seconds": "labels.seconds", "calls": "labels.calls"},
        ),
        Text(
            "SIGNATURE",
            ("User",),
            constants(
                "access.signature",
                "signature-wrong",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "UNSIGNED",
            ("Expired", "expired"),
            constants(
                "access.unsigned",
                "request-unsigned",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "KEY_UNKNOWN",
            ("apiKey",),
            constants(
                "access.key",
                "key-unknown",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "KEYLESS",
            ("User",),
            constants(
                "access.key",
                "key-missing",
                category="authentication",
                types="start",
                outcome="failure",
            ),
            {"user": "user.name"},
        ),
        Text(
            "EXPIRED",
            ("Request",),
            constants(
                "access.expired",
                "request-expired",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "EXPIRES",
            ("Incorrect",),
            constants(
                "access.expired",
                "expiry-malformed",
                category="authentication",
                types="start",
                outcome="failure",
            ),
            {"expires": "labels.expires"},
        ),
        Text(
            "UNVERIFIED",
            ("unable", "Unable"),
            constants(
                "access.signature",
                "request-refused",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "DISABLED",
            ("disabled", "Disabled", "Deleted"),
            constants(
                "access.disabled",
                "user-disabled",
                category="authentication",
                types="start",
                outcome="failure",
            ),
            {"id": "user.id", "user": "user.name"},
        ),
    ),
)
