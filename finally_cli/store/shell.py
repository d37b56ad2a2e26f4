"""Opening an interactive SQL shell on a profile's database."""

from __future__ import annotations

from collections.abc import Callable

from finally_cli.model.errors import NotFound
from finally_cli.model.profile import Profile


def open_shell(profile: Profile, tell: Callable[[str], None]) -> int:
    """Run pgcli or psql until it ends; its exit code.

    The psql that comes with the embedded server is the last resort: it has no line editing, and no
    TLS. The session knows the user, so that row security shows their rows. Raises NotFound where
    there is no shell, and what opening the database raises.
    """
    import shutil
    import signal
    import subprocess

    from finally_cli.store.locate import locate_instance
    from finally_cli.store.session import open_session

    with locate_instance(profile, tell) as instance:
        with open_session(profile, read_only=True, tell=tell) as db:
            user_id = db.user.id
        program = shutil.which("pgcli") or shutil.which("psql") or instance.bundled_program("psql")
        if program is None:
            raise NotFound(
                "neither pgcli nor psql is on this machine",
                "Install one of them: pip install pgcli",
                code="NO_SHELL",
            )
        known = f"-c finally.user_id={user_id} -c finally.budget_policy={profile.budget_policy}"
        with instance.shell_client(known) as client:
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
