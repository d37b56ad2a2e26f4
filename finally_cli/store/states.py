"""What the errors of the server mean to a person, by SQLSTATE and never by their text."""

from collections.abc import Mapping

from finally_cli.model.errors import (
    Denied,
    IntegrityFailed,
    Interrupted,
    Locked,
    NotAllowed,
    NotReachable,
    Refused,
    ResourceFull,
    SchemaMismatch,
)
from finally_cli.store.rules import Explanation

DAMAGED: Explanation = (
    IntegrityFailed,
    "DATABASE_DAMAGED",
    "a file of the database is missing or damaged",
    "Find which: finally db doctor --deep. Then bring the books back: finally db restore FILE",
)

# What a class of errors means where no constraint says more: by SQLSTATE, the longest prefix wins.
STATES: Mapping[str, Explanation] = {
    "08": (
        NotReachable,
        "",
        "the connection to the database broke",
        "Try again; nothing of this command was kept.",
    ),
    "57P": (
        NotReachable,
        "",
        "the database server is shutting down or starting",
        "Try again in a moment.",
    ),
    "28": (
        NotAllowed,
        "",
        "the server does not accept this login",
        "Check the user in the profile's dsn, and its password in ~/.pgpass.",
    ),
    "42501": (Denied, "", "this login may not do that", "Ask the owner of the database."),
    "40": (
        Locked,
        "",
        "somebody else changed the same rows at the same moment",
        "Run the command again.",
    ),
    "55P03": (
        Locked,
        "",
        "somebody else holds what this command needs",
        "Run the command again in a moment.",
    ),
    "55006": (
        Locked,
        "",
        "other commands are using the database",
        "Run the command again when they have ended.",
    ),
    "57014": (Interrupted, "", "the command was cancelled", "Nothing was changed."),
    "53": (
        ResourceFull,
        "",
        "the server's disk or memory is full",
        "Free some space; nothing of this command was kept.",
    ),
    "58030": (
        ResourceFull,
        "DISK_FAILED",
        "the server cannot read or write its disk",
        "Check the disk; nothing of this command was kept.",
    ),
    "58P01": DAMAGED,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "42P01": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "42703": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "42883": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "25006": (
        Refused,
        "READ_ONLY",
        "the database takes no changes: it is read-only",
        "Use a profile that points at the primary server.",
    ),
    "22003": (
        Refused,
        "NUMBER_TOO_LARGE",
        "a number is too large to be kept",
        "At most 20 digits fit before the point.",
    ),
    "23": (Refused, "RULE_BROKEN", "that breaks a rule of the books", "Nothing was changed."),
}
