"""Cases of the families in `access`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        (
            'Account [Account [{"accountName":"alice","id":4,"uuid":"u-4"}]] is Root '
            "Admin or Domain Admin, all APIs are allowed."
        ),
        {
            "cloudstack.family": "access.role",
            "cloudstack.account.id": "4",
            "cloudstack.account.name": "alice",
            "event.outcome": "success",
        },
        "c.c.DynamicRoleBasedAPIAccessChecker",
    ),
    (
        (
            "Account for user id 0ba7bbfb-e6d0-11f1-ace9-02fc00000001 is Root Admin or "
            "Domain Admin, all APIs are allowed."
        ),
        {"cloudstack.family": "access.role", "user.id": "0ba7bbfb-e6d0-11f1-ace9-02fc00000001"},
        "c.c.DynamicRoleBasedAPIAccessChecker",
    ),
    (
        "Role is null; therefore, we use the default account type [NORMAL] value.",
        {"cloudstack.family": "access.role"},
    ),
    (
        (
            "Project is null, ProjectRoleBasedApiAccessChecker only applies to "
            "projects, returning API [listUsers] for user [User "
            '{"username":"admin","uuid":"u-2"}.] as allowed.'
        ),
        {
            "cloudstack.family": "access.role",
            "user.name": "admin",
            "cloudstack.command": "listUsers",
        },
        "c.c.ProjectRoleBasedApiAccessChecker",
    ),
    (
        "The account [alice] with role [User] is allowed to call the API [listZones].",
        {"cloudstack.family": "access.role"},
        "c.c.DynamicRoleBasedAPIAccessChecker",
    ),
    (
        ("RoleService is enabled. We will use it instead of StaticRoleBasedAPIAccessChecker."),
        {
            "cloudstack.family": "access.checker",
            "event.reason": "We will use it instead of StaticRoleBasedAPIAccessChecker.",
        },
    ),
    (
        "API rate limiting is disabled. We will not use ApiRateLimitService.",
        {
            "cloudstack.family": "access.checker",
            "event.reason": "We will not use ApiRateLimitService.",
        },
    ),
    (
        (
            f"Access to {VM} granted to Account "
            f'[{{"accountName":"alice","id":4,"uuid":"u-4"}}] by '
            "DomainChecker"
        ),
        {
            "cloudstack.family": "access.granted",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.account.name": "alice",
            "cloudstack.resource.type": "VM",
            "labels": {"checker": "DomainChecker"},
        },
    ),
    (
        (
            "Access to com.cloud.network.security.SecurityGroupVO$$EnhancerByCGLIB$$56@15a "
            "granted to Acct[2c8e790f-e6d2-11f1-b077-02fc00000001-bob] by "
            "DomainChecker on behalf of user bob"
        ),
        {
            "cloudstack.family": "access.granted",
            "user.name": "bob",
            "cloudstack.resource.type": "SecurityGroupVO",
            "cloudstack.account.uuid": "2c8e790f-e6d2-11f1-b077-02fc00000001",
        },
    ),
    (
        (
            'Access granted to Account [{"accountName":"alice","id":4,"uuid":"u-4"}] '
            'to Service offering {"id":1,"name":"Small","uuid":"u-1"}. by '
            "AffinityGroupAccessChecker"
        ),
        {"cloudstack.family": "access.granted", "cloudstack.resource.type": "Service"},
    ),
    (
        (
            'Access granted to User {"id":2,"username":"admin","uuid":"u-2"}.to '
            'Account [{"accountName":"alice","id":4,"uuid":"u-4"}]by DomainChecker'
        ),
        {"cloudstack.family": "access.granted", "cloudstack.account.id": "4"},
    ),
    (
        ('Account [Account [{"accountName":"alice","id":4,"uuid":"u-4"}]] has access to resource.'),
        {"cloudstack.family": "access.granted", "cloudstack.account.name": "alice"},
    ),
    (
        (
            "Checking if user of account admin [u-1] with role-id [1] can create an "
            "account of type alice [u-4] with role-id [4]"
        ),
        {"cloudstack.family": "access.privileges"},
        "c.c.AccountManagerImpl",
    ),
    (
        (
            "The API [listHosts] does not exist or is not available for the account "
            'Account [{"accountName":"alice","id":4,"uuid":"u-4"}].'
        ),
        {
            "cloudstack.family": "access.denied",
            "cloudstack.account.name": "alice",
            "cloudstack.command": "listHosts",
            "event.reason": "does not exist or is not available for the account",
            "event.outcome": "failure",
        },
        "c.c.ApiServer",
    ),
    (
        (
            "The API [createZone] does not exist or is not available for the account "
            "for user id [ebda3426-d4ae-4e9a-bdfd-dc8e682097f1]."
        ),
        {
            "cloudstack.family": "access.denied",
            "cloudstack.command": "createZone",
            "user.id": "ebda3426-d4ae-4e9a-bdfd-dc8e682097f1",
        },
        "c.c.ApiServer",
    ),
    (
        (
            "The API [suspendProject] does not exist or is not available for this "
            "account/user in project [4e6f6361-6c1c-4cbc-984f-fee4a92931a9]."
        ),
        {"cloudstack.family": "access.denied", "cloudstack.command": "suspendProject"},
        "c.c.ApiServer",
    ),
    (
        (
            "The given command frobnicateVirtualMachine either does not exist, is not "
            "available for user, or not available from ip address '192.0.2.7'."
        ),
        {
            "cloudstack.family": "access.denied",
            "cloudstack.command": "frobnicateVirtualMachine",
            "source.ip": "192.0.2.7",
            "event.outcome": "failure",
        },
        "c.c.ApiServer",
    ),
    (
        ("The given command:listHosts does not exist or it is not available for user with id:3"),
        {"cloudstack.family": "access.denied", "cloudstack.command": "listHosts", "user.id": "3"},
        "c.c.ApiServer",
    ),
    (
        ("The given command 'listHosts' either does not exist, is not available for user."),
        {"cloudstack.family": "access.denied", "cloudstack.command": "listHosts"},
        "c.c.ApiServer",
    ),
    (
        (
            "PermissionDenied: Acct[2c8e790f-e6d2-11f1-b077-02fc00000001-bob] does not "
            "have permission to operate with resource on objs: [VM[User|i-4-7-VM]]"
        ),
        {
            "cloudstack.family": "access.denied",
            "error.message": "Acct[2c8e790f-e6d2-11f1-b077-02fc00000001-bob] does not have "
            "permission to operate with resource",
            "cloudstack.account.name": "bob",
            "cloudstack.vm.name": "i-4-7-VM",
        },
        "c.c.ApiServer",
    ),
    (
        f"Access denied to {VM} by DomainChecker",
        {
            "cloudstack.family": "access.denied",
            "event.outcome": "failure",
            "cloudstack.vm.name": "i-4-7-VM",
        },
        "c.c.AccountManagerImpl",
    ),
    (
        (
            f'Account Account [{{"accountName":"alice","id":4,"uuid":"u-4"}}] '
            f"does not have permission to operate with resource {VM}"
        ),
        {
            "cloudstack.family": "access.denied",
            "cloudstack.account.name": "alice",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.ApiServer",
    ),
    (
        (
            "CIDRs from which account 'Account "
            '[{"accountName":"alice","id":4,"uuid":"u-4"}]\' is allowed to perform API '
            "calls: 0.0.0.0/0,::/0"
        ),
        {
            "cloudstack.family": "access.cidr",
            "cloudstack.account.name": "alice",
            "labels": {"cidrs": "0.0.0.0/0,::/0"},
        },
    ),
    (
        (
            "CIDRs from which account 'Acct[2c8e790f-e6d2-11f1-b077-02fc00000001-bob]' "
            "is allowed to perform API calls: 0.0.0.0/0,::/0"
        ),
        {
            "cloudstack.family": "access.cidr",
            "cloudstack.account.uuid": "2c8e790f-e6d2-11f1-b077-02fc00000001",
        },
    ),
    (
        (
            "Request by account 'Account "
            '[{"accountName":"mallory","id":7,"uuid":"u-7"}]\' was denied since '
            "/192.0.2.7 does not match 10.9.0.0/16"
        ),
        {
            "cloudstack.family": "access.cidr.denied",
            "source.ip": "192.0.2.7",
            "cloudstack.account.name": "mallory",
            "labels": {"cidrs": "10.9.0.0/16"},
            "event.outcome": "failure",
        },
    ),
    (
        ("The user 'mallory' is not allowed to execute commands from ip address '192.0.2.7'."),
        {
            "cloudstack.family": "access.cidr.denied",
            "user.name": "mallory",
            "source.ip": "192.0.2.7",
        },
    ),
    (
        ("The given user has reached his/her account api limit, please retry after 990 ms."),
        {
            "cloudstack.family": "access.limit",
            "labels": {"retry_after_ms": "990"},
            "event.outcome": "failure",
        },
    ),
    (
        "Limit Cache created with timeToLive=1, maxAllowed=25, maxElements=50000",
        {"cloudstack.family": "access.limit.set", "labels": {"seconds": "1", "calls": "25"}},
    ),
    (
        "User signature [MjAx] is not equaled to computed signature [bW9y].",
        {
            "cloudstack.family": "access.signature",
            "message": "User signature [[redacted]] is not equaled to computed signature "
            "[[redacted]].",
            "event.outcome": "failure",
        },
    ),
    (
        "User signature: MjAx is not equaled to computed signature: bW9y",
        {
            "cloudstack.family": "access.signature",
            "message": "User signature: [redacted] is not equaled to computed signature: "
            "[redacted]",
        },
    ),
    (
        (
            "Expired session, missing signature, or missing apiKey -- ignoring "
            "request. Signature: null, apiKey: null"
        ),
        {"cloudstack.family": "access.unsigned", "event.outcome": "failure"},
    ),
    (
        (
            "expired session, missing signature, or missing apiKey -- ignoring "
            "request...sig: null, apiKey: null"
        ),
        {"cloudstack.family": "access.unsigned"},
    ),
    (
        "apiKey does not map to a valid user -- ignoring request, apiKey: kkk",
        {
            "cloudstack.family": "access.key",
            "cloudstack.api_key.hash": "105d9beefc386c88",
            "event.outcome": "failure",
        },
    ),
    (
        (
            "User does not have a secret key associated with the account -- ignoring "
            "request, username: alice"
        ),
        {"cloudstack.family": "access.key", "user.name": "alice"},
    ),
    (
        "Request expired -- ignoring ...sig [s], apiKey [kkk].",
        {
            "cloudstack.family": "access.expired",
            "cloudstack.api_key.hash": "105d9beefc386c88",
            "event.outcome": "failure",
        },
    ),
    (
        "Incorrect date format for Expires parameter: [tomorrow].",
        {"cloudstack.family": "access.expired", "labels": {"expires": "tomorrow"}},
        "c.c.ApiServer",
    ),
    (
        "unable to verify user credentials and/or request signature",
        {"cloudstack.family": "access.signature"},
        "c.c.ApiServer",
    ),
    (
        (
            "disabled or locked user accessing the api, userid = 9; name = dave; "
            "state: disabled; accountState: enabled"
        ),
        {
            "cloudstack.family": "access.disabled",
            "user.id": "9",
            "user.name": "dave",
            "event.outcome": "failure",
        },
    ),
    (
        "Deleted/Disabled/Locked user with id=9 attempting to access public API",
        {"cloudstack.family": "access.disabled", "user.id": "9"},
    ),
    (
        ("Disabled or Locked user accessing the api, userid = 9; name = dave; state: locked"),
        {"cloudstack.family": "access.disabled", "user.id": "9"},
    ),
]
