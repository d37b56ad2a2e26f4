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
        if server is None:
            target, secrets = own_server(profile)
            environment |= secrets
        else:
            target = address(profile)
        options = f"{environment.get('PGOPTIONS', '')} -c finally.user_id={user_id}"
        environment["PGOPTIONS"] = options.strip()
        environment.setdefault("PGAPPNAME", "finally db shell")
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the shell
        try:
            return subprocess.run([program, target], env=environment, check=False).returncode
        finally:
            signal.signal(signal.SIGINT, before)


def own_server(profile: Profile) -> tuple[str, dict[str, str]]:
    """Where the shell connects, and what goes into its environment instead.

    The password, because the list of processes shows arguments to everybody; the options, because
    ours come beside them.
    """
    import psycopg

    given = psycopg.conninfo.conninfo_to_dict(profile.dsn)
    if profile.service:
        given["service"] = profile.service
    moved = {"password": "PGPASSWORD", "options": "PGOPTIONS"}
    secrets = {name: str(given.pop(key)) for key, name in moved.items() if given.get(key)}
    return psycopg.conninfo.make_conninfo("", **given), secrets
