"""Opening an interactive SQL shell on a profile's database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from finally_cli.model.errors import NotFound
from finally_cli.model.profile import Profile

if TYPE_CHECKING:
    from finally_cli.store.embedded import EmbeddedServer
    from finally_cli.store.programs import Client


def open_shell(profile: Profile, tell: Callable[[str], None]) -> int:
    """Run pgcli or psql until it ends; its exit code.

    The wheel's own psql is the last resort: it has no line editing, and no TLS. The session knows
    the user, so that row security shows their rows.
    """
    import shutil
    import signal
    import subprocess

    from finally_cli.store.connection import running_server
    from finally_cli.store.session import open_session

    with ExitStack() as stack:
        server = running_server(profile, stack, tell)
        with open_session(profile, read_only=True, tell=tell) as db:
            user_id = db.user.id
        program = shutil.which("pgcli") or shutil.which("psql")
        if server is not None:
            program = program or str(server.binary("psql"))
        if program is None:
            raise NotFound(
                "neither pgcli nor psql is on this machine",
                "Install one of them: pip install pgcli",
                code="NO_SHELL",
            )
        client = identify_session(profile, server, user_id, stack)
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the shell
        try:
            return subprocess.run(
                [program, client.target],
                env=client.environment,
                pass_fds=client.pass_fds,
                check=False,
            ).returncode
        finally:
            signal.signal(signal.SIGINT, before)


def identify_session(
    profile: Profile, server: EmbeddedServer | None, user_id: str, stack: ExitStack
) -> Client:
    """How the shell gets in, with its session knowing the user."""
    from finally_cli.store import conninfo, programs
    from finally_cli.store.connection import connection_keywords

    known = f"-c finally.user_id={user_id}"
    if server is not None:
        environment = server.environment()
        environment |= {"PGOPTIONS": known, "PGAPPNAME": "finally db shell"}
        return programs.Client(server.url(profile.database), environment)
    given = connection_keywords(profile)
    force = conninfo.keywords_in_force(given)
    given["options"] = f"{force.get('options', '')} {known}".strip()
    given["application_name"] = force.get("application_name", "finally db shell")
    return stack.enter_context(programs.client(given))
