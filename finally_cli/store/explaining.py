"""From what the driver raises to what a person can act on.

The only place that knows SQLSTATEs and constraint names; message texts are shown, never matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finally_cli.model.errors import (
    Bug,
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

if TYPE_CHECKING:
    import psycopg

Explanation = tuple[type[FinallyError], str, str, str]  # error, code, message, hint

# The sentence for each rule the schema keeps, by the name of its constraint.
RULES: Mapping[str, Explanation] = {
    "asset_name_taken": (
        Conflict, "ASSET_EXISTS", "there is already an asset of that name",
        "See them all with: finally asset list --all",
    ),
    "email_taken": (
        Conflict, "USER_EXISTS", "there is already a user with that email",
        "See them all with: finally user list",
    ),
    "cognito_sub_taken": (
        Conflict, "COGNITO_SUB_TAKEN", "another user has that Cognito account",
        "See them all with: finally user list",
    ),
    "asset_kind_is_fixed": (
        Conflict, "ASSET_KIND_FIXED",
        "an asset with values cannot become a debt, nor a debt an asset",
        "Close it, and add a new one in the other category.",
    ),
    "category_is_own_or_built_in": (
        NotFound, "CATEGORY_NOT_FOUND", "there is no such category",
        "See them with: finally category list",
    ),
}  # fmt: skip

# What a class of errors means where no constraint says more: by SQLSTATE, the longest prefix wins.
STATES: Mapping[str, Explanation] = {
    "08": (NotReachable, "", "the connection to the database broke", "Try again; nothing of this command was kept."),
    "57P": (NotReachable, "", "the database server is shutting down or starting", "Try again in a moment."),
    "28": (NotAllowed, "", "the server does not accept this login", "Check the user in the profile's dsn, and its password in ~/.pgpass."),
    "42501": (Denied, "", "this login may not do that", "Ask the owner of the database."),
    "40": (Locked, "", "somebody else changed the same rows at the same moment", "Run the command again."),
    "55P03": (Locked, "", "somebody else holds what this command needs", "Run the command again in a moment."),
    "57014": (Interrupted, "", "the command was cancelled", "Nothing was changed."),
    "53": (ResourceFull, "", "the server's disk or memory is full", "Free some space; nothing of this command was kept."),
    "58030": (ResourceFull, "DISK_FAILED", "the server cannot read or write its disk", "Check the disk; nothing of this command was kept."),
    "42P01": (SchemaMismatch, "SCHEMA_OUTDATED", "the database does not have the schema of this program", "Run: finally db migrate"),
    "42703": (SchemaMismatch, "SCHEMA_OUTDATED", "the database does not have the schema of this program", "Run: finally db migrate"),
    "25006": (Refused, "READ_ONLY", "the database takes no changes: it is read-only", "Use a profile that points at the primary server."),
    "22003": (Refused, "NUMBER_TOO_LARGE", "a number is too large to be kept", "At most 20 digits fit before the point."),
    "23": (Refused, "RULE_BROKEN", "that breaks a rule of the books", "Nothing was changed."),
}  # fmt: skip


def explained(error: psycopg.Error) -> FinallyError:
    """The failure to show for an error of the driver."""
    said = (error.diag.message_primary or str(error)).strip().replace("\t", " ")
    if rule := RULES.get(error.diag.constraint_name or ""):
        kind, code, message, hint = rule
        return kind(message, hint, code=code)
    if error.diag.constraint_name and (error.sqlstate or "").startswith("23"):
        rule_name = error.diag.constraint_name.replace("_", " ")
        return Refused(f"the books keep a rule: {rule_name}", "Nothing was changed.", code="RULE_BROKEN")
    state = error.sqlstate or ""
    for length in (5, 3, 2):
        if explanation := STATES.get(state[:length]):
            kind, code, message, hint = explanation
            return kind(f"{message} ({said})" if state[:2] in ("08", "28", "57", "53", "58") else message, hint, code=code)
    if _lost(error):
        return NotReachable(f"the connection to the database broke: {one_line(said)}", "Try again; nothing of this command was kept.")
    return Bug(f"the database refused a statement: {said} ({state or 'no state'})", "This is a bug of ours; please report it with the command you typed.")


def unreachable(error: psycopg.Error, where: str) -> FinallyError:
    """The failure to show when no connection came about. libpq gives no SQLSTATE for those."""
    said = one_line(str(error))
    connection = error.pgconn
    if connection is not None and (connection.needs_password or connection.used_password):
        return NotAllowed(
            f"the server refuses the login: {said}",
            "Check the user in the profile's dsn, and its password in ~/.pgpass or PGPASSWORD.",
        )
    if (error.sqlstate or "").startswith("28"):
        return NotAllowed(f"the server refuses the login: {said}", "Check the profile's dsn.")
    return NotReachable(
        f"the database of {where} cannot be reached: {said}",
        "Check that the server runs and that the dsn is right: finally config show",
    )


def one_line(text: str) -> str:
    """libpq's messages end in a newline, may hold tabs, and may tell the same thing twice."""
    return "; ".join(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _lost(error: psycopg.Error) -> bool:
    import psycopg

    return isinstance(error, psycopg.OperationalError)


@contextmanager
def explaining() -> Iterator[None]:
    """Run statements; errors of the driver come out as what a person can act on."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise explained(error) from error
