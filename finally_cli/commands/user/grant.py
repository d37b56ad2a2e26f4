"""finally user grant and revoke: a database login of their own for a person.

Who somebody is then follows from how they log in, and no setting takes another's identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.commands.user.row import Email, books_of
from finally_cli.model.errors import Conflict, Denied, NotFound, Refused
from finally_cli.model.kinds import Flag
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import parse_line, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a role of the server is; `is_theirs` is null where it is nobody's login."""

    is_asked_by_the_owner: bool
    is_there: bool
    can_log_in: bool
    is_above_the_rules: bool
    is_theirs: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalLogin:
    """A person's own login."""

    email: str
    role_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginGranted(PersonalLogin):
    """A login as it was granted; `is_new` where its role was made for it."""

    is_new: Flag


ROLE = Statement("user/role", Role)
ADD_LOGIN = Statement("user/add_login", PersonalLogin)
DELETE_LOGINS = Statement("user/delete_logins", PersonalLogin)

Whose = Annotated[
    str,
    typer.Option(
        "--role", parser=parse_line, metavar="ROLE", help="The database role they log in as."
    ),
]
Which = Annotated[
    str | None,
    typer.Option(
        "--role", parser=parse_line, metavar="ROLE", help="Only this one of their logins."
    ),
]


@operates(tries=True)
def grant(profile: Profile, terminal: Terminal, dry_run: bool, email: Email, role: Whose) -> Result:
    """Give a user a database login of their own, which opens their books and nobody else's.

    The role is made if it is not there, without a password. It joins finally_app, and is nobody
    special: no setting, and no other role, shows it another's books. A session that holds a
    transaction open and does nothing for five minutes is ended.

    Examples:
        finally user grant bob@example.org --role bob --profile server
    """
    from finally_cli.store import roles
    from finally_cli.store.database import Rollback

    refuse_one_login(profile)
    with books_of(email, profile, terminal) as db:
        found = role_of(db, role)
        refuse_role(found, role, db.user.email)
        roles.grant_role(db, role, make=not found.is_there)
        if found.is_theirs is None:
            db.run(ADD_LOGIN, role_name=role)
        unlimited = roles.limit_idle_transactions(db, role)
        email = db.user.email
        if dry_run:
            raise Rollback
    given = LoginGranted(email=email, role_name=role, is_new=not found.is_there)
    said = [f"{quote(email)} logs in as {quote(role)}, and is nobody else there."]
    if found.is_theirs:
        said = [f"{quote(email)} logs in as {quote(role)} already."]
    if not found.is_there:
        said.append(
            "It is a new role without a password. To set one, in psql:"
            f" \\password {role}. Or use the server's own ways to log in, in pg_hba.conf."
        )
    if unlimited:
        said.append(
            "What its sessions lock while they are idle they may keep, which stops others. Whoever"
            f" looks after the roles can limit that: {unlimited};"
        )
    return Result(LoginGranted, [given], "Granted", sentences=said)


@operates(tries=True)
def revoke(
    profile: Profile, terminal: Terminal, dry_run: bool, email: Email, role: Which = None
) -> Result:
    """Take a user's database logins away, and leave the roles themselves.

    A connection that is open sees no books from its next statement on.

    Examples:
        finally user revoke bob@example.org --profile server
    """
    from finally_cli.store import roles
    from finally_cli.store.database import Rollback

    refuse_one_login(profile)
    with books_of(email, profile, terminal) as db:
        role_of(db, role or "")
        taken = db.all(DELETE_LOGINS, role_name=role)
        email = db.user.email
        if not taken:
            raise NotFound(
                f"{quote(email)} does not log in as {quote(role)}"
                if role
                else f"{quote(email)} has no login of their own",
                "See who has which: finally user list",
                code="LOGIN_NOT_FOUND",
            )
        for login in taken:
            if role_of(db, login.role_name).is_there:
                roles.revoke_role(db, login.role_name)
        if dry_run:
            raise Rollback
    names = ", ".join(quote(login.role_name) for login in taken)
    return Result(
        PersonalLogin,
        taken,
        "Revoked",
        sentences=[f"{quote(email)} no longer logs in as {names}. To drop the role: DROP ROLE."],
    )


def refuse_one_login(profile: Profile) -> None:
    """Raise Refused on the embedded server, where the operating system says who comes in."""
    if profile.engine == "embedded":
        raise Refused(
            "on the embedded server one trusted login serves all users",
            "Name whose books to open with --user EMAIL. Logins are for a server of your own.",
            code="ONE_LOGIN_HERE",
        )


def role_of(db: Database, role: str) -> Role:
    """What the server knows of a role. Raises Denied where a person's own login asks."""
    found = db.all(ROLE, role_name=role)[0]
    if not found.is_asked_by_the_owner:
        raise Denied(
            "only the owner of the database gives logins and takes them away",
            "Ask them; your own books you share with: finally user share EMAIL --with EMAIL --read",
            code="OWNER_ONLY",
        )
    return found


def refuse_role(found: Role, role: str, email: str) -> None:
    """Raise Conflict for another's login, Refused for a role that no rule would hold."""
    if found.is_theirs is False:
        raise Conflict(
            f"{quote(role)} is the login of another user",
            "See who has which: finally user list",
            code="LOGIN_TAKEN",
        )
    if found.is_above_the_rules:
        raise Refused(
            f"{quote(role)} may do more than one person's login should",
            f"Name a role for {email} alone: no superuser, owner, finally_app, nor a member of one"
            " or of the server's own roles, and without BYPASSRLS, CREATEROLE and REPLICATION.",
            code="ROLE_ABOVE_THE_RULES",
        )
    if found.is_there and not found.can_log_in:
        raise Refused(
            f"{quote(role)} cannot log in",
            f"Let it: ALTER ROLE {role} LOGIN. Or name a role that can.",
            code="ROLE_WITHOUT_LOGIN",
        )
