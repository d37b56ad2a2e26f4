"""libpq's password files: refusing one that others can read, and writing the lines of one."""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from finally_cli.model.errors import BadFile, Denied, NotFound
from finally_cli.store import conninfo

OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def refuse_open_passfile(given: Mapping[str, Any]) -> None:
    """Raise Denied where libpq would have to pass over a password file that others can read.

    It only says so on stderr, and the server then seems to refuse the login. Where a password is
    known otherwise, libpq reads no such file. Raises NotFound for a file that is named and missing.
    """
    force = conninfo.keywords_in_force(given)
    if force.get("password") or sys.platform == "win32":
        return
    place = Path(force.get("passfile") or "~/.pgpass").expanduser()
    named = bool(conninfo.given_keywords(given).get("passfile"))
    try:
        mode = place.stat().st_mode
    except OSError as error:
        if not named:
            return
        raise NotFound(
            f"cannot read the password file {place}: {error.strerror}",
            "The profile names it: finally config show",
            code="NO_PASSFILE",
        ) from None
    if not stat.S_ISREG(mode):
        if named:
            raise BadFile(f"{place} is no file of passwords", "See: finally config show")
        return
    if mode & OF_OTHERS:
        raise Denied(
            f"others can read the password file {place}",
            f"Keep it to yourself: chmod 600 {place}",
            code="PASSFILE_OPEN",
        )


def passfile_text(force: Mapping[str, str]) -> str:
    """A password file for the servers of a connection, its user and any of their databases.

    A socket in libpq's own folder goes by the name localhost, and every build has another one.

    >>> passfile_text({"host": "db", "port": "5432", "user": "a:b", "password": r"c\\d:e"})
    'db:5432:*:a\\\\:b:c\\\\\\\\d\\\\:e\\n'
    """
    user, password = escape_field(force.get("user", "*")), escape_field(force["password"])
    hosts = force.get("host", "").split(",")
    addresses = force.get("hostaddr", "").split(",")
    ports = force.get("port", "").split(",")
    written = []
    for number in range(max(len(hosts), len(addresses))):
        host = hosts[number] if number < len(hosts) else ""
        name = host or (addresses[number] if number < len(addresses) else "")
        port = (ports[number] if 1 < len(ports) > number else ports[0]) or "5432"
        names = [name] if name else []
        if not name or name.startswith(("/", "@")):
            names.append("localhost")
        written += [f"{escape_field(each)}:{port}:*:{user}:{password}\n" for each in names]
    return "".join(dict.fromkeys(written))


def escape_field(field: str) -> str:
    r"""One field, in which : and \ are no signs.

    >>> print(escape_field(r"a:b\c"))
    a\:b\\c
    """
    return field.replace("\\", "\\\\").replace(":", "\\:")
