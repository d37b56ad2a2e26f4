"""What libpq makes of its keywords: those of a service and of the environment worked in.

libpq itself reads the service file; here it is only asked what it found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

UNSAID = "unsaid"  # what nobody writes into a service file as an sslmode
FILES = ("PGSERVICEFILE", "PGSYSCONFDIR")  # where libpq looks for services


def keywords_in_force(given: Mapping[str, Any]) -> dict[str, str]:
    """Every keyword that has a value, as libpq would connect with what is given.

    The given ones go before those of the service, these before the environment, and last come what
    libpq itself assumes and the name of the system's user. One that is given empty has no value.
    """
    service = str(given.get("service") or "")
    with changed_environment({"PGSERVICE": service} if service else {}):
        found = environment_defaults() | without_empty(given)
    emptied = {key for key, value in given.items() if value == ""}
    return {key: value for key, value in found.items() if key not in emptied}


def keywords_without_environment(given: Mapping[str, Any]) -> dict[str, str]:
    """Every keyword that has a value where nothing of the environment counts, as on our server."""
    with changed_environment({name: None for name in os.environ if name.startswith("PG")}):
        return keywords_in_force(given)


def given_keywords(given: Mapping[str, Any]) -> dict[str, str]:
    """What is given and what its service holds, but nothing of the environment."""
    service = str(given.get("service") or "")
    if not service:
        return without_empty(given)
    cleared: dict[str, str | None] = {
        name: None for name in os.environ if name.startswith("PG") and name not in FILES
    }
    with changed_environment(cleared | {"PGSSLMODE": UNSAID}):
        assumed = environment_defaults()
        with changed_environment({"PGSERVICE": service}):
            found = environment_defaults()
    of_service = {key: value for key, value in found.items() if assumed.get(key) != value}
    return of_service | without_empty(given)


def libpq_defaults() -> dict[str, str]:
    """What libpq takes where nothing at all is said."""
    import psycopg

    return {
        option.keyword.decode(): option.compiled.decode()
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.compiled
    }


def environment_defaults() -> dict[str, str]:
    """libpq's keywords for a connection that names none, in the environment as it is."""
    import psycopg

    return {
        option.keyword.decode(): os.fsdecode(option.val)
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.val
    }


def without_empty(given: Mapping[str, Any]) -> dict[str, str]:
    """What is given, as text, without what is empty."""
    return {key: str(value) for key, value in given.items() if value not in (None, "")}


@contextmanager
def changed_environment(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Variables of this process, changed for a moment; None takes one out."""
    before = {name: os.environ.get(name) for name in changes}
    try:
        set_variable(changes)
        yield
    finally:
        set_variable(before)


def set_variable(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def connection_url(info: psycopg.ConnectionInfo) -> str:
    """The address of a connection for other programs, without a password."""
    from urllib.parse import quote, urlencode

    asked = {
        key: value
        for key, value in info.get_parameters().items()
        if key in ("sslmode", "sslrootcert", "hostaddr") and "," not in value
    }
    host = info.host or ""
    user, database = quote(info.user, safe=""), quote(info.dbname, safe="")
    if host.startswith("/"):
        where = urlencode({"host": host, "port": info.port, **asked})
        return f"postgresql://{user}@/{database}?{where}"
    where = f"{f'[{host}]' if ':' in host else host}:{info.port}/{database}"
    return f"postgresql://{user}@{where}{f'?{urlencode(asked)}' if asked else ''}"
