"""Families `account.*`, `domain.*`, `project.*`, `user.*`: accounts made, changed and removed."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_ID = re.compile(r"\bid ?= ?(?P<id>\d+)")
_STATE = re.compile(r" with state (?P<state>\w+)|back to (?P<back>\w+)")
_PROJECT = re.compile(r'Project \{.*?"name": ?"(?P<name>[^"]+)".*?"uuid": ?"(?P<uuid>[^"]+)"')
_USERNAME = re.compile(r'"username": ?"(?P<name>[^"]+)"')


def _unclean(match: re.Match[str], fields: Fields) -> None:
    if match["what"] == "instance" and match["uuid"] is not None:
        fields["cloudstack.vm.uuid"] = match["uuid"]


def _target(match: re.Match[str], fields: Fields) -> None:
    """Whom it is done to is not who does it."""
    found = _USERNAME.search(match.string, match.end())
    if found is not None:
        fields["user.target.name"] = found["name"]


def _domain(match: re.Match[str], fields: Fields) -> None:
    found = _ID.search(match.string)
    if found is not None:
        fields["cloudstack.domain.id"] = found["id"]
    if match.group().startswith(("Changing", "Failed", "Unable", "Rolling")):
        fields["event.outcome"] = "failure"
    _state(match, fields)


def _project(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.resource.type"] = "Project"
    found = _PROJECT.search(match.string)
    if found is not None:
        fields["cloudstack.resource.name"] = found["name"]
        fields["cloudstack.resource.uuid"] = found["uuid"]
    number = _ID.search(match.string)
    if number is not None and found is None:
        fields["cloudstack.resource.id"] = number["id"]
    _state(match, fields)


def _state(match: re.Match[str], fields: Fields) -> None:
    state = _STATE.search(match.string)
    if state is not None:
        fields["cloudstack.state.new"] = state["state"] or state["back"]


FAMILY = Family(
    __file__,
    "account.lark",
    texts=(
        Text(
            "NOTHING_TO_CLEAN",
            ("Found",),
            constants("account.cleanup", "cleanup-looked", category="iam", types="info"),
            {"count": "labels.count", "what": "labels.what"},
        ),
        Text(
            "CLEANING",
            ("Cleaning", "Cleanup", "Account"),
            constants("account.cleanup", "account-cleaned", category="iam", types="deletion"),
            {"id": "cloudstack.account.id", "needed": "event.reason"},
            classes=("AccountManagerImpl", "AccountCleanupTask"),
        ),
        Text(
            "CLEAN_FAILED",
            ("Failed", "Unable", "Skipping"),
            constants(
                "account.cleanup.failed",
                "cleanup-failed",
                category="iam",
                types="deletion",
                outcome="failure",
            ),
            read=_unclean,
            classes=("AccountManagerImpl", "AccountCleanupTask"),
        ),
        Text(
            "ACCOUNT_DELETED",
            (
                "deleteAccount",
                "Removed",
                "Successfully",
                "Expunging",
                "Deleting",
                "Deleted",
                "Account",
            ),
            constants("account.delete", "account-deleted", category="iam", types="deletion"),
            {"id": "cloudstack.account.id"},
            classes=("AccountManagerImpl", "AccountCleanupTask"),
        ),
        Text(
            "REMOVED_ACCOUNT",
            ("Removed",),
            constants(
                "account.delete",
                "account-deleted",
                category="iam",
                types="deletion",
                outcome="success",
            ),
            {"id": "cloudstack.account.id"},
            classes=("AccountManagerImpl", "AccountCleanupTask"),
        ),
        Text(
            "CREATING_USER",
            ("Creating",),
            constants("user.create", "user-created", category="iam", types="user creation"),
            {"user": "user.target.name", "account": "cloudstack.account.id"},
        ),
        Text(
            "UPDATING_USER",
            ("Updating",),
            constants("user.update", "user-changed", category="iam", types="user change"),
            {"id": "labels.user_id"},
            read=_target,
        ),
        Text(
            "REAUTHENTICATED",
            ("User",),
            constants(
                "user.password",
                "user-authenticated-again",
                category="iam authentication",
                types="info",
                outcome="success",
            ),
            {"method": "labels.method"},
            classes=("AccountManagerImpl", "AccountCleanupTask"),
        ),
        Text(
            "USER_CHANGED",
            (
                "Disabling",
                "Enabling",
                "Locking",
                "Deleting",
                "Removing",
                "Moving",
                "Disabled",
                "Enabled",
                "Locked",
                "Removed",
            ),
            constants("user.update", "user-changed", category="iam", types="user change"),
            classes=("AccountManagerImpl",),
        ),
        Text(
            "DOMAIN_NAMED",
            ("Domain",),
            constants("domain.create", "domain-created", category="iam", types="group creation"),
            {"uuid": "cloudstack.domain.uuid", "name": "cloudstack.domain.name"},
        ),
        Text(
            "DOMAIN_DELETED",
            (
                "Marking",
                "Cleaning",
                "Deleting",
                "Domain",
                "Changing",
                "Rolling",
                "Failed",
                "Unable",
            ),
            constants("domain.delete", "domain-deleted", category="iam", types="group deletion"),
            read=_domain,
            classes=("DomainManagerImpl",),
        ),
        Text(
            "DOMAIN_FAILED",
            ("Exception",),
            constants(
                "domain.delete",
                "domain-not-deleted",
                category="iam",
                types="group deletion",
                outcome="failure",
            ),
            {"id": "cloudstack.domain.id"},
        ),
        Text(
            "PROJECT",
            (
                "Marking",
                "Deleting",
                "Unassigning",
                "Removing",
                "Accounts",
                "Adding",
                "Sending",
                "Activating",
                "Suspending",
                "Creating",
                "Successfully",
                "Failed",
                "Unable",
                "Account",
                "User",
                "Project",
                "Invitation",
            ),
            constants("project.change", "project-changed", category="iam", types="group change"),
            read=_project,
            classes=("ProjectManagerImpl",),
        ),
        Text(
            "ROLE",
            (
                "Permission",
                "Role",
                "Retrieving",
                "Updating",
                "Creating",
                "Deleting",
                "Importing",
                "Rule",
                "Enabling",
                "Disabling",
            ),
            constants("role.change", "role-changed", category="iam", types="admin change"),
            classes=(
                "RoleManagerImpl",
                "RoleDaoImpl",
                "ProjectRoleManagerImpl",
                "RolePermissionsDaoImpl",
            ),
        ),
        Text(
            "AFFINITY",
            ("Created", "Deleted", "Deleting", "Creating"),
            constants(
                "affinity.group", "affinity-group-changed", category="configuration", types="change"
            ),
        ),
        Text(
            "FAILED",
            (
                "Unable",
                "Failed",
                "Could",
                "Couldn",
                "Cannot",
                "Can",
                "Caught",
                "Error",
                "Exception",
            ),
            constants(
                "account.failed", "account-failed", category="iam", types="info", outcome="failure"
            ),
            {"error": "error.message"},
            classes=(
                "AccountManagerImpl",
                "DomainManagerImpl",
                "ProjectManagerImpl",
                "RoleManagerImpl",
                "RegistrationManagerImpl",
            ),
        ),
    ),
)
