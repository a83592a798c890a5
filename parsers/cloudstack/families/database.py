"""Families `database.*`: connections, transactions, locks, and upgrades of the database."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_TRANSACTION = ("Transaction", "TransactionLegacy")
_CONNECTIONS = (
    "ConnectionConcierge",
    "ConnectionConciergeManager",
    "DriverLoader",
    "HikariDataSource",
    "HikariPool",
    *_TRANSACTION,
)
_LOCKS = ("GlobalLock", "Merovingian2", "LockControllerListener", "LockMasterListener")
_UPGRADES = (
    "DatabaseUpgradeChecker",
    "DatabaseVersionHierarchy",
    "DbUpgradeUtils",
    "ScriptRunner",
    "Upgrade",
    "VersionDaoImpl",
)


def _rolled_back(match: re.Match[str], fields: Fields) -> None:
    fields["event.duration"] = int(match["took"][:12]) * 1_000_000
    if match["frame"]:
        line = f":{match['line']}" if match["line"] is not None else ""
        fields["cloudstack.error.frame"] = match["frame"] + line


def _upgraded(match: re.Match[str], fields: Fields) -> None:
    if match["what"].startswith(("Unable", "Failed", "Error", "Cannot")):
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "database.lark",
    texts=(
        Text(
            "ROLLED_BACK",
            ("Rolling",),
            constants(
                "database.rollback",
                "transaction-rolled-back",
                category="database",
                types="change",
                outcome="failure",
            ),
            {},
            _rolled_back,
            classes=_TRANSACTION,
        ),
        Text(
            "CONNECTING",
            ("Using",),
            constants(
                "database.connect", "database-connected", category="database", types="access"
            ),
            {"database": "labels.database", "uri": "url.original"},
            classes=_TRANSACTION,
        ),
        Text(
            "POOLED",
            ("Creating",),
            constants(
                "database.connect", "database-connected", category="database", types="access"
            ),
            {"database": "labels.database", "pool": "labels.pool"},
            classes=_TRANSACTION,
        ),
        Text(
            "CONNECTED",
            (),
            constants(
                "database.connect", "database-connected", category="database", types="access"
            ),
            {"driver": "labels.driver", "name": "labels.connection"},
            classes=_CONNECTIONS,
        ),
        Text(
            "MISUSED",
            (),
            constants(
                "database.transaction", "transaction-noted", category="database", types="info"
            ),
            classes=_TRANSACTION,
        ),
        Text(
            "LOCK",
            (),
            constants("database.lock", "lock-noted", category="database", types="info"),
            {
                "lock": "labels.lock",
                "msid": "cloudstack.mgmt_id",
                "released": "cloudstack.mgmt_id",
                "count": "labels.count",
            },
            classes=_LOCKS,
        ),
        Text(
            "VERSIONS",
            ("DB",),
            constants("database.version", "versions-compared", category="database", types="info"),
            {"old": "labels.database_version", "new": "labels.code_version"},
            classes=_UPGRADES,
        ),
        Text(
            "UPGRADING",
            ("Running", "Database", "Upgrading", "Cleanup"),
            constants("database.upgrade", "database-upgraded", category="database", types="change"),
            {
                "old": "labels.version_old",
                "new": "labels.version_new",
                "upgrade": "labels.upgrade",
            },
            classes=_UPGRADES,
        ),
        Text(
            "UPGRADED",
            (),
            constants("database.upgrade", "database-upgraded", category="database", types="info"),
            {},
            _upgraded,
            classes=_UPGRADES,
        ),
        Text(
            "ALTERED",
            (),
            constants("database.schema", "schema-changed", category="database", types="change"),
            {"table": "labels.table"},
            classes=("DatabaseAccessObject",),
        ),
        Text(
            "INTEGRAL",
            (),
            constants("database.integrity", "database-checked", category="database", types="info"),
            classes=("DatabaseIntegrityChecker",),
        ),
        Text(
            "ENCRYPTED",
            ("Encryption",),
            constants("database.encryption", "encryption-set", category="database", types="info"),
            {"type": "labels.encryption"},
            classes=("EncryptionSecretKeyChecker", "DBEncryptionUtil"),
        ),
        Text(
            "TEMPLATE",
            (),
            constants("systemvm.template", "template-noted", category="file", types="info"),
            {"file": "file.path"},
            _upgraded,
            classes=("SystemVmTemplateRegistration",),
        ),
    ),
)
