"""Who is asking: the user whose rows a transaction sees, and the first user of new books.

Beside the user a transaction knows their default policy for budgets, which budget_by_month goes
by. The first user has the login, the name and the currency that the operating system knows of the
person.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied, NotFound, SchemaMismatch
from finally_cli.model.profile import DEMO, DEMO_USER, Profile
from finally_cli.model.text import quote
from finally_cli.store.database import CurrentUser, fetch_rows, set_local, transaction
from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement, body, schema_version

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True)
class IdentifiedUser:
    """The row of db/session."""

    version: int
    role_name: str
    is_known: bool
    is_reader: bool
    matches: int
    id: str | None
    email: str | None
    display_name: str | None
    base_currency: str | None
    month_begins: int


@dataclass(frozen=True, slots=True)
class FirstUser:
    """The row of user/first."""

    email: str
    base_currency: str


SESSION = Statement("db/session", IdentifiedUser)
FIRST_USER = Statement("user/first", FirstUser)


class NobodyYet(NotFound):
    """The database has no user at all."""

    code = "NO_USER"


def identify(connection: psycopg.Connection[Any], profile: Profile) -> CurrentUser:
    """The user whose books this transaction opens; row security shows theirs from here on.

    Raises SchemaMismatch for a schema that is not this program's, Denied for a login that has no
    books, NobodyYet for a database without users, and NotFound when the wanted user is not there,
    does not share their books with this login, or several fit.
    """
    found = look_up_user(connection, profile)
    needed = schema_version()
    if found.version > needed:
        from finally_cli.store import migrations

        # Newer, or made before the first release, by more files than there are: this tells.
        migrations.pending_migrations(
            migrations.applied_migrations(connection), migrations.find_migrations()
        )
    if found.version < needed:
        raise SchemaMismatch(
            f"the database has schema {found.version:03}, and this program needs {needed:03}",
            "Run: finally db migrate",
            code="SCHEMA_OUTDATED",
        )
    if not found.is_known:
        raise Denied(
            f"the login {quote(found.role_name)} has no books here",
            "Ask the owner of the database to run:"
            f" finally user grant EMAIL --role {found.role_name}",
            code="LOGIN_WITHOUT_BOOKS",
        )
    if found.id is not None:
        assert found.email is not None and found.base_currency is not None
        set_local(connection, user_id=found.id, budget_policy=profile.budget_policy)
        return CurrentUser(
            id=found.id,
            email=found.email,
            display_name=found.display_name,
            base_currency=found.base_currency,
            month_begins=found.month_begins,
            is_reader=found.is_reader,
        )
    if found.matches > 1:
        raise NotFound(
            f"{quote(profile.user)} fits several users"
            if profile.user
            else "there are several users",
            "Name one with --user EMAIL, or choose it for good: finally user use EMAIL",
            code="USER_AMBIGUOUS",
        )
    if profile.name == DEMO and profile.user == DEMO_USER:
        raise NotFound("there is no demo household yet", "Make it: finally demo", code="NO_DEMO")
    if profile.user:
        raise NotFound(
            f"there is no user {quote(profile.user)}",
            "See them with: finally user list. To add one: finally user add EMAIL",
            code="USER_NOT_FOUND",
        )
    raise NobodyYet("this database has no user yet", "Add one with: finally user add EMAIL")


def refuse_a_reader(user: CurrentUser) -> None:
    """Raise Denied where the books are another's, and only lent to read."""
    if user.is_reader:
        raise Denied(
            f"the books of {quote(user.email)} are shared with you for reading",
            "Only their owner changes them. To change your own, leave --user out.",
            code="BOOKS_READ_ONLY",
        )


def look_up_user(connection: psycopg.Connection[Any], profile: Profile) -> IdentifiedUser:
    """The row of db/session.

    Raises SchemaMismatch where the everyday role may not even look. On the embedded server its
    rights come with the last migrations: whoever made the schema was killed before them.
    """
    try:
        (found,) = fetch_rows(connection, SESSION, who=profile.user, login=login_email())
    except Denied as denied:
        if profile.engine == "server":
            raise
        raise SchemaMismatch(
            "the schema has not been made to its end",
            "Run: finally db migrate",
            code="SCHEMA_OUTDATED",
        ) from denied
    return found


def create_first_user(connection: psycopg.Connection[Any]) -> FirstUser | None:
    """Open books for the operating system's login; None when somebody has just done so."""
    given = {
        "email": login_email(),
        "display_name": full_name(),
        "base_currency": locale_currency(),
    }
    with transaction(connection, read_only=False), translating_errors():
        made = connection.execute(body(FIRST_USER.name), given).fetchone()
    return FirstUser(*made) if made else None


def login_email() -> str:
    """The login as a local address; it identifies the first user, and nothing is sent to it."""
    found = os_account()
    return f"{found[0] if found else login_of_environment()}@localhost"


def full_name() -> str | None:
    """The person's name as the system has it, if it has one."""
    found = os_account()
    return found[1] if found else None


def os_account() -> tuple[str, str | None] | None:
    """The login and full name of this process's user; None where the system knows neither."""
    try:
        import pwd

        entry = pwd.getpwuid(os.geteuid())
    except (ImportError, KeyError):  # Windows; a container's user without an entry
        return None
    return entry.pw_name, entry.pw_gecos.split(",")[0].strip() or None


def login_of_environment() -> str:
    """The login where the system's own list of users has none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def locale_currency() -> str:
    """The currency of the person's locale; US dollars where the locale has none."""
    import locale

    from finally_cli.model.currency import CODES

    before = locale.setlocale(locale.LC_MONETARY)
    try:
        locale.setlocale(locale.LC_MONETARY, "")
        code = str(locale.localeconv()["int_curr_symbol"]).strip().upper()
    except locale.Error:
        code = ""
    finally:
        locale.setlocale(locale.LC_MONETARY, before)
    return code if code in CODES else "USD"
