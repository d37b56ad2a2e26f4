"""Opening an interactive SQL shell on a profile's database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from finally_cli.model.errors import NotFound
from finally_cli.model.profile import Profile


def open_shell(profile: Profile, tell: Callable[[str], None]) -> int:
    """Run pgcli or psql until it ends; its exit code.

    The wheel's own psql is the last resort: it has no line editing, and no TLS. The session knows
    the user, so that row security shows their rows.
    """
    import os
    import shutil
    import signal
    import subprocess

    from finally_cli.store.connecting import entered
    from finally_cli.store.operating import address
    from finally_cli.store.session import opened

    with ExitStack() as stack:
        server = entered(profile, stack, tell)
        with opened(profile, read_only=True, tell=tell) as db:
            user_id = db.user.id
        program = shutil.which("pgcli") or shutil.which("psql")
        environment = dict(os.environ)
        if server is not None:
            environment = server.environment()
            program = program or str(server.binary("psql"))
        if program is None:
            raise NotFound(
                "neither pgcli nor psql is on this machine",
                "Install one of them: pip install pgcli",
                code="NO_SHELL",
            )
        environment["PGOPTIONS"] = (
            f"{environment.get('PGOPTIONS', '')} -c finally.user_id={user_id}"
        )
        environment.setdefault("PGAPPNAME", "finally db shell")
        target = (
            address(profile)
            if server is not None or not profile.service
            else f"service={profile.service}"
        )
        if server is None and profile.dsn:
            # A password in the dsn must not be seen in the list of processes.
            import psycopg

            given = psycopg.conninfo.conninfo_to_dict(profile.dsn)
            if password := given.get("password"):
                environment["PGPASSWORD"] = str(password)
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the shell
        try:
            return subprocess.run([program, target], env=environment, check=False).returncode
        finally:
            signal.signal(signal.SIGINT, before)
