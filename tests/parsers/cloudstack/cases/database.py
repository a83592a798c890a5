"""Cases of connections, transactions, locks and upgrades."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Rolling back the transaction: Time = 1 Name =  API-Job-Executor-95; called by "
        "-TransactionLegacy.rollback:888-TransactionLegacy.removeUpTo:831-TransactionLe"
        "gacy.close:655-Transaction.execute:38-Transaction.execute:47-HAManagerImpl.con"
        "figureHA:341-HAManagerImpl.enableHA:398-NativeMethodAccessorImpl.invoke0:-2-Na"
        "tiveMethodAccessorImpl.invoke:77-DelegatingMethodAccessorImpl.invoke:43-Method"
        ".invoke:569-AopUtils.invokeJoinpointUsingReflection:344",
        {
            "cloudstack.family": "database.rollback",
            "event.action": "transaction-rolled-back",
            "event.outcome": "failure",
            "cloudstack.error.frame": "HAManagerImpl.configureHA:341",
            "event.duration": 1000000,
        },
        "c.c.u.d.T.Transaction",
    ),
    (
        "Using the following URI to connect to usage database "
        "[jdbc:mysql://192.0.2.11:3306/cloud_usage?autoReconnect=true&serverTimezone=UT"
        "C&scrollTolerantForwardOnly=true].",
        {
            "cloudstack.family": "database.connect",
            "event.action": "database-connected",
            "labels": {
                "database": "usage",
            },
            "url.original": "jdbc:mysql://192.0.2.11:3306/cloud_usage",
        },
        "c.c.u.d.T.Transaction",
    ),
    (
        "Creating datasource for database: cloud with connection pool lib: hikaricp",
        {
            "cloudstack.family": "database.connect",
            "event.action": "database-connected",
            "labels": {
                "database": "cloud",
                "pool": "hikaricp",
            },
        },
        "c.c.u.d.T.Transaction",
    ),
    (
        "Registering a database connection for LockController1",
        {
            "cloudstack.family": "database.connect",
            "event.action": "database-connected",
            "labels": {
                "connection": "LockController1",
            },
        },
        "c.c.u.d.ConnectionConcierge",
    ),
    (
        "Is Data Base High Availiability enabled? Ans : false",
        {
            "cloudstack.family": "database.transaction",
            "event.action": "transaction-noted",
        },
        "c.c.u.d.T.Transaction",
    ),
    (
        "Released 0 locks for 345052370017",
        {
            "cloudstack.family": "database.lock",
            "event.action": "lock-noted",
            "cloudstack.mgmt_id": "345052370017",
            "labels": {
                "count": "0",
            },
        },
        "c.c.u.d.Merovingian2",
    ),
    (
        "DB version = 4.18.1.0 Code Version = 4.18.1.0",
        {
            "cloudstack.family": "database.version",
            "event.action": "versions-compared",
            "labels": {
                "database_version": "4.18.1.0",
                "code_version": "4.18.1.0",
            },
        },
        "c.c.u.DatabaseUpgradeChecker",
    ),
    (
        "Running upgrade Upgrade41800to41810 to upgrade from 4.18.0.0-4.18.1.0 to 4.18.1.0",
        {
            "cloudstack.family": "database.upgrade",
            "event.action": "database-upgraded",
            "labels": {
                "version_old": "4.18.0.0-4.18.1.0",
                "version_new": "4.18.1.0",
                "upgrade": "Upgrade41800to41810",
            },
        },
        "c.c.u.DatabaseUpgradeChecker",
    ),
    (
        "init = true",
        {
            "cloudstack.family": "database.upgrade",
            "event.action": "database-upgraded",
        },
        "c.c.u.DatabaseUpgradeChecker",
    ),
    (
        "Statement: CREATE INDEX i_cluster_details__name on cluster_details (name)",
        {
            "cloudstack.family": "database.schema",
            "event.action": "schema-changed",
            "labels": {
                "table": "cluster_details",
            },
        },
        "c.c.u.d.DatabaseAccessObject",
    ),
    (
        "Performing database integrity check",
        {
            "cloudstack.family": "database.integrity",
            "event.action": "database-checked",
        },
        "c.c.u.DatabaseIntegrityChecker",
    ),
    (
        "Encryption Type: null",
        {
            "cloudstack.family": "database.encryption",
            "event.action": "encryption-set",
            "labels": {
                "encryption": "null",
            },
        },
        "c.c.u.c.EncryptionSecretKeyChecker",
    ),
    (
        "Looking for file [ ./engine/schema/dist/systemvm-templates/metadata.ini ] in "
        "the classpath.",
        {
            "cloudstack.family": "systemvm.template",
            "event.action": "template-noted",
            "file.path": "./engine/schema/dist/systemvm-templates/metadata.ini",
        },
        "c.c.u.SystemVmTemplateRegistration",
    ),
]
