"""Cases of settings."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Config: expunge.delay value is updated from: 20 to 60 for scope: Global",
        {
            "cloudstack.family": "configuration.change",
            "event.action": "configuration-changed",
            "event.outcome": "success",
            "labels": {
                "setting": "expunge.delay",
                "value_old": "20",
                "value_new": "60",
                "scope": "Global",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "Config: ldap.bind.password value is updated from: one to two for scope: Global",
        {
            "cloudstack.family": "configuration.change",
            "event.action": "configuration-changed",
            "event.outcome": "success",
            "labels": {
                "setting": "ldap.bind.password",
                "value_new": "[redacted]",
                "scope": "Global",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "Invalid configuration option, name: expunge.delay, value:abc",
        {
            "cloudstack.family": "configuration.invalid",
            "event.action": "configuration-refused",
            "event.outcome": "failure",
            "labels": {
                "setting": "expunge.delay",
                "value_new": "abc",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "There was error in trying to parse value: abc. Please enter a valid integer "
        "value for parameter expunge.delay",
        {
            "cloudstack.family": "configuration.invalid",
            "event.action": "configuration-refused",
            "event.outcome": "failure",
            "labels": {
                "setting": "expunge.delay",
                "value_new": "abc",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "Configuration host no found. Perhaps moved to ConfigDepot",
        {
            "cloudstack.family": "configuration.lookup",
            "event.action": "configuration-looked-up",
            "labels": {
                "setting": "host",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "Retrieving keys from OvmGuru",
        {
            "cloudstack.family": "configuration.keys",
            "event.action": "configuration-loaded",
            "labels": {
                "component": "OvmGuru",
            },
        },
        "o.a.c.f.c.i.ConfigDepotImpl",
    ),
    (
        "Access granted to null to disk offering:3 by AffinityGroupAccessChecker",
        {
            "cloudstack.family": "configuration.access",
            "event.action": "access-checked",
            "event.outcome": "success",
            "labels": {
                "checker": "AffinityGroupAccessChecker",
            },
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "Acquiring lock for committing vlan",
        {
            "cloudstack.family": "configuration.object",
            "event.action": "infrastructure-changed",
        },
        "c.c.c.ConfigurationManagerImpl",
    ),
    (
        "The script injectkeys.sh was run with result : null",
        {
            "cloudstack.family": "configuration.defaults",
            "event.action": "defaults-set",
            "labels": {
                "script": "injectkeys.sh",
            },
        },
        "c.c.s.ConfigurationServerImpl",
    ),
]
