"""What the rules of the schema and the errors of the server mean to a person.

Keyed by constraint name and by SQLSTATE, never by the text of a message.
"""

from collections.abc import Mapping

from finally_cli.model.errors import (
    Conflict,
    Denied,
    FinallyError,
    Interrupted,
    Locked,
    NotAllowed,
    NotFound,
    NotReachable,
    Refused,
    ResourceFull,
    SchemaMismatch,
)

Explanation = tuple[type[FinallyError], str, str, str]  # error, code, message, hint

# The sentence for each rule the schema keeps, by the name of its constraint.
RULES: Mapping[str, Explanation] = {
    "asset_name_taken": (
        Conflict,
        "ASSET_EXISTS",
        "there is already an asset of that name",
        "See them all with: finally asset list --all",
    ),
    "user_email_taken": (
        Conflict,
        "USER_EXISTS",
        "there is already a user with that email",
        "See them all with: finally user list",
    ),
    "user_cognito_sub_taken": (
        Conflict,
        "COGNITO_SUB_TAKEN",
        "another user has that Cognito account",
        "See them all with: finally user list",
    ),
    "asset_kind_is_fixed": (
        Conflict,
        "ASSET_KIND_FIXED",
        "an asset with values cannot become a debt, nor a debt an asset",
        "Close it, and add a new one in the other category.",
    ),
    "category_is_own_or_built_in": (
        NotFound,
        "CATEGORY_NOT_FOUND",
        "there is no such category",
        "See them with: finally category list",
    ),
}

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
