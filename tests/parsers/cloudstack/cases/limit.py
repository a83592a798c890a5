"""Cases of the families in `limit`."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        (
            "Checking if amount of resources of Type = 'cpu' for Account Name = alice "
            "in Domain Id = 2 is exceeded: Account Resource Limit = 40, Current "
            "Account Resource Amount = 3, Current Account Resource Reservation = 0, "
            "Requested Resource Amount = 64."
        ),
        {
            "cloudstack.family": "limit.check",
            "cloudstack.account.name": "alice",
            "cloudstack.domain.id": "2",
            "cloudstack.capacity.type": "cpu",
            "cloudstack.capacity.total": 40,
            "cloudstack.capacity.used": 3,
            "cloudstack.capacity.requested": 64,
        },
    ),
    (
        (
            "Checking if  amount of resources of Type = 'volume', tag = 'null' for "
            "Account Name = alice in Domain Id = 30fbc2ce-1e99-4c8a-8fe7-7b3206f72b61 "
            "is exceeded: Account Resource Limit = (1.00 GB) 20, Current Account "
            "Resource Amount = 0, Requested Resource Amount = 1."
        ),
        {
            "cloudstack.family": "limit.check",
            "cloudstack.domain.uuid": "30fbc2ce-1e99-4c8a-8fe7-7b3206f72b61",
            "cloudstack.capacity.total": 20,
        },
    ),
    (
        (
            "Checking if domain resource limits of Type 'primary_storage' for Domain "
            "Id = 2 is exceeded: Domain Resource Limit = (-0.00 KB) -1, Current Domain "
            "Resource Amount = (0 bytes) 0, Current Resource Reservation = (0 bytes) "
            "0, Requested Resource Amount = (2.00 GB) 2147483648."
        ),
        {
            "cloudstack.family": "limit.check",
            "cloudstack.domain.id": "2",
            "cloudstack.capacity.requested": 2147483648,
            "cloudstack.capacity.type": "primary_storage",
        },
    ),
    (
        (
            "Maximum amount of resources of Type = 'user_vm' for Account Name = carol "
            "in Domain Id = 4 is exceeded: Account Resource Limit = 1, Current Account "
            "Resource Amount = 1, Current Account Resource Reservation = 0, Requested "
            "Resource Amount = 1."
        ),
        {
            "cloudstack.family": "limit.exceeded",
            "cloudstack.account.name": "carol",
            "cloudstack.domain.id": "4",
            "cloudstack.capacity.type": "user_vm",
            "event.outcome": "failure",
            "cloudstack.capacity.total": 1,
            "error.message": "Maximum amount of resources of Type = 'user_vm' for Account Name "
            "= carol in Domain Id = 4 is exceeded: Account Resource Limit = "
            "1, Current Account Resource Amount = 1, Current Account Resource "
            "Reservation = 0, Requested Resource Amount = 1",
        },
    ),
    (
        (
            "Maximum number of resources of type 'volume' for account name=bob in "
            "domain id=1 has been exceeded."
        ),
        {
            "cloudstack.family": "limit.exceeded",
            "cloudstack.domain.id": "1",
            "event.outcome": "failure",
        },
        "c.c.ResourceLimitManagerImpl",
    ),
    (
        (
            "Updating resource Type = volume count for Account = 4 Operation = "
            "increasing Amount = (2.00 GB) 2147483648"
        ),
        {
            "cloudstack.family": "limit.count",
            "cloudstack.account.id": "4",
            "cloudstack.capacity.type": "volume",
            "cloudstack.capacity.requested": 2147483648,
            "labels": {"operation": "increasing"},
        },
    ),
    (
        (
            "Discrepency in the resource count has been detected (original count = 6 "
            "correct count = 8) for Type = volume for Domain ID = 2 is fixed during "
            "resource count recalculation."
        ),
        {
            "cloudstack.family": "limit.count",
            "cloudstack.domain.id": "2",
            "cloudstack.capacity.type": "volume",
            "labels": {"counted": "6", "correct": "8"},
        },
    ),
    (
        (
            "Discrepancy in the resource count (original count=5 correct count = 7) "
            "for type volume for account ID 4 is fixed during resource count "
            "recalculation."
        ),
        {
            "cloudstack.family": "limit.count",
            "cloudstack.account.id": "4",
            "labels": {"counted": "5", "correct": "7"},
        },
    ),
    (
        "Started resource counters recalculation periodic task.",
        {"cloudstack.family": "limit.count"},
        "c.c.ResourceLimitManagerImpl",
    ),
    (
        "Maximum number of resources of type 'volume' for account name=alice in domain id=4 has "
        "been exceeded.",
        {
            "cloudstack.family": "limit.exceeded",
            "cloudstack.capacity.type": "volume",
            "cloudstack.account.name": "alice",
            "cloudstack.domain.id": "4",
        },
        "c.c.r.ResourceLimitManagerImpl",
    ),
]
