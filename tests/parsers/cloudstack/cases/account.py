"""Cases of the families in `account`."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Found 0 removed accounts to cleanup",
        {
            "cloudstack.family": "account.cleanup",
            "labels": {"count": "0", "what": "removed accounts"},
        },
    ),
    (
        "Cleanup for account 10 is needed.",
        {
            "cloudstack.family": "account.cleanup",
            "cloudstack.account.id": "10",
            "event.reason": "needed",
        },
        "c.c.AccountManagerImpl",
    ),
    (
        "Cleaning up 10",
        {"cloudstack.family": "account.cleanup", "cloudstack.account.id": "10"},
        "c.c.AccountManagerImpl",
    ),
    (
        (
            "Failed to cleanup account Account "
            '[{"accountName":"PrjAcct-a-2","id":10,"uuid":"u-10"}] due to '
        ),
        {
            "cloudstack.family": "account.cleanup.failed",
            "cloudstack.account.name": "PrjAcct-a-2",
            "event.outcome": "failure",
        },
        "c.c.AccountManagerImpl",
    ),
    (
        (
            "Failed destroying instance da490661-991b-4646-90e4-3229931a5400 as part "
            "of account deletion."
        ),
        {
            "cloudstack.family": "account.cleanup.failed",
            "cloudstack.vm.uuid": "da490661-991b-4646-90e4-3229931a5400",
        },
        "c.c.AccountManagerImpl",
    ),
    (
        "Deleting networks for account 8",
        {"cloudstack.family": "account.delete", "cloudstack.account.id": "8"},
        "c.c.AccountManagerImpl",
    ),
    (
        "deleteAccount: Deleted 1 network groups for account 8",
        {"cloudstack.family": "account.delete", "cloudstack.account.id": "8"},
        "c.c.AccountManagerImpl",
    ),
    (
        (
            "Successfully deleted snapshots directories for all volumes under account "
            "8 across all zones"
        ),
        {"cloudstack.family": "account.delete"},
        "c.c.AccountManagerImpl",
    ),
    (
        "Expunging # of vms (accountId=8): 0",
        {"cloudstack.family": "account.delete", "cloudstack.account.id": "8"},
        "c.c.AccountManagerImpl",
    ),
    (
        "Removed account 8",
        {
            "cloudstack.family": "account.delete",
            "cloudstack.account.id": "8",
            "event.outcome": "success",
        },
        "c.c.AccountManagerImpl",
    ),
    (
        "Creating user: alice, accountId: 4 timezone:null",
        {
            "cloudstack.family": "user.create",
            "user.target.name": "alice",
            "cloudstack.account.id": "4",
        },
    ),
    (
        "Updating user with Id: 55abe9a2-3580-437a-b9c4-9096d8e66aa1",
        {
            "cloudstack.family": "user.update",
            "labels": {"user_id": "55abe9a2-3580-437a-b9c4-9096d8e66aa1"},
        },
    ),
    (
        'Updating user User {"id":4,"username":"alice","uuid":"u-4"}.',
        {"cloudstack.family": "user.update", "user.target.name": "alice", "user.name": "alice"},
    ),
    (
        (
            "User [id=dfe878c0-1b69-4602-abcc-0b20e26338fa] re-authenticated "
            "[authenticator=PBKDF2] during password update."
        ),
        {
            "cloudstack.family": "user.password",
            "labels": {"method": "PBKDF2"},
            "event.outcome": "success",
        },
        "c.c.AccountManagerImpl",
    ),
    ("Disabling user 12", {"cloudstack.family": "user.update"}, "c.c.AccountManagerImpl"),
    (
        ("Domain UUID [fec60f6a-928c-4e7c-8118-f45836fb0691] generated for domain name [acme]."),
        {
            "cloudstack.family": "domain.create",
            "cloudstack.domain.uuid": "fec60f6a-928c-4e7c-8118-f45836fb0691",
            "cloudstack.domain.name": "acme",
        },
    ),
    (
        "Marking domain id=3 as Inactive before actually deleting it",
        {"cloudstack.family": "domain.delete", "cloudstack.domain.id": "3"},
        "c.c.DomainManagerImpl",
    ),
    (
        (
            "Changing domain id=2 state back to Active because it can't be removed due "
            "to resources referencing to it"
        ),
        {
            "cloudstack.family": "domain.delete",
            "cloudstack.domain.id": "2",
            "event.outcome": "failure",
        },
        "c.c.DomainManagerImpl",
    ),
    (
        (
            "Marking domain Domain "
            '{"id":3,"name":"dev","path":"/acme/dev/","uuid":"u-3"} as Inactive before '
            "actually deleting it"
        ),
        {"cloudstack.family": "domain.delete", "cloudstack.domain.name": "dev"},
        "c.c.DomainManagerImpl",
    ),
    (
        "Exception deleting domain with id 2",
        {
            "cloudstack.family": "domain.delete",
            "cloudstack.domain.id": "2",
            "event.outcome": "failure",
        },
    ),
    (
        (
            'Marking project Project {"domainId":2,"name":"apollo","uuid":"u-1"}. with '
            "state Suspended as a part of project suspend..."
        ),
        {
            "cloudstack.family": "project.change",
            "cloudstack.resource.type": "Project",
            "cloudstack.resource.name": "apollo",
            "cloudstack.resource.uuid": "u-1",
            "cloudstack.state.new": "Suspended",
        },
        "c.c.ProjectManagerImpl",
    ),
    (
        "Marking project id=1 with state Disabled as a part of project delete...",
        {"cloudstack.family": "project.change", "cloudstack.resource.id": "1"},
        "c.c.ProjectManagerImpl",
    ),
    ("Role ReadOnlyOps is updated", {"cloudstack.family": "role.change"}, "c.c.RoleManagerImpl"),
    ("Created affinity group =aff1", {"cloudstack.family": "affinity.group"}),
    (
        "Unable to move user 5 due to no answer",
        {
            "cloudstack.family": "account.failed",
            "error.message": "no answer",
            "event.outcome": "failure",
        },
        "c.c.AccountManagerImpl",
    ),
]
