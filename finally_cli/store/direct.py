"""The same login on another server, and whether a pooler answers in a server's place.

A profile's `direct_dsn` is the way past a pooler to the server itself, for what needs one session
from its first word to its last; `read_dsn` is that to a standby. Each says a host and a port, and
whatever else differs from the dsn; the password and TLS are as for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from finally_cli.model.errors import BadFile, Refused
from finally_cli.model.profile import ENVIRONMENT, Profile
from finally_cli.model.text import quote
from finally_cli.store import conninfo
from finally_cli.store.connection import parse_dsn
from finally_cli.store.errors import translating_errors
from finally_cli.store.tls import WEAK, is_remote

if TYPE_CHECKING:
    import psycopg

Setting = Literal["direct_dsn", "read_dsn"]

WHERE = ("host", "hostaddr", "port")
ELSEWHERE = ("service", "password")  # each says what the profile says already


def profile_at(profile: Profile, setting: Setting) -> Profile:
    """The profile with the server of one of its settings in place of its own, where it has that.

    Raises NotReachable (BAD_DSN) where one of the two cannot be read, BadFile where the setting
    says another password or service.
    """
    import psycopg

    if not getattr(profile, setting):
        return profile
    given, other = parse_dsn(profile), parse_dsn(profile, setting)
    for word in ELSEWHERE:
        if word in other:
            raise BadFile(
                f"{setting} of profile {quote(profile.name)} says {word}=, and is for the login"
                " that the profile has already",
                f"Leave it out of {setting}: finally config show",
                code="SAID_TWICE",
            )
    # Said empty, an address of the service's own does not count.
    words = {**dict.fromkeys(WHERE, ""), "port": "5432", **other}
    if is_remote(other) and is_weak_at_home(profile, given):
        words = {"sslmode": "", **words}
    dsn = psycopg.conninfo.make_conninfo(**{**given, **words})
    return replace(profile, dsn=dsn, direct_dsn="", read_dsn="")


def is_weak_at_home(profile: Profile, given: Mapping[str, Any]) -> bool:
    """Whether TLS is left out for a server on this machine, which says nothing of another one."""
    if profile.service or profile.secret_arn or is_remote(conninfo.keywords_in_force(given)):
        return False
    return given.get("sslmode") in WEAK


def is_pooled(connection: psycopg.Connection[Any]) -> bool:
    """Whether a pooler answers in the server's place.

    The server tells each connection the number of its process, by which it can be cancelled; a
    pooler, whose processes serve one client after the other, makes a number up.
    """
    with translating_errors():
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is not None and row[0] != connection.info.backend_pid


def refuse_pooler(connection: psycopg.Connection[Any], profile: Profile) -> None:
    """Raise Refused where a pooler answers: what is said outside of a transaction would reach
    whoever is given the server's connection next."""
    if not is_pooled(connection):
        return
    where = f"profile {quote(profile.name)}"
    if profile.direct_dsn:
        raise Refused(
            f"direct_dsn of {where} leads to a pooler, and not to the server itself",
            f"Name the server itself: finally config set profiles.{profile.name}.direct_dsn"
            ' "host=… port=…"',
            code="POOLER_IN_BETWEEN",
        )
    if profile.name == ENVIRONMENT:
        hint = "Name the server itself, for this command, in FINALLY_DSN."
    else:
        hint = (
            "Say how to get past it, to the server itself: finally config set"
            f' profiles.{profile.name}.direct_dsn "host=… port=…"'
        )
    raise Refused(
        f"{where} leads to a pooler, and this command needs the server itself",
        hint,
        code="POOLER_IN_BETWEEN",
    )
