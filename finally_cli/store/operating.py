"""Looking after a database: starting and stopping it, migrating it, its address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing

from finally_cli.model.errors import Refused
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store import migrations
from finally_cli.store.connecting import connect_to_server, entered_embedded

Tell = Callable[[str], None]


def start(profile: Profile, tell: Tell) -> bool:
    """Start the embedded server and let it stay; whether it was down before."""
    refuse_own_server(profile, "started")
    with ExitStack() as stack:
        server = entered_embedded(profile, stack, tell)
        from finally_cli.store.preparing import prepare

        prepare(server, profile, tell)
        server.keep()
        return server.started


def stop(profile: Profile) -> bool:
    """Stop the embedded server; whether it ran. Raises Locked while other commands use it."""
    refuse_own_server(profile, "stopped")
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).stop()


def is_up(profile: Profile) -> bool:
    """Whether the embedded server runs now; a server of the user's own is not asked."""
    if profile.engine == "server":
        return True
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).is_running()


def address(profile: Profile) -> str:
    """The database's address for other programs, without a password."""
    if profile.engine == "embedded":
        from finally_cli.store.embedded import EmbeddedServer

        server = EmbeddedServer(profile.data_dir)
        return server.url(profile.database)
    with closing(connect_to_server(profile)) as connection:
        info = connection.info
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


def migrate(profile: Profile, tell: Tell, *, backup: bool) -> list[migrations.Migration]:
    """Apply what is pending, embedded or not; what was applied, in order.

    Books are backed up before, unless `backup` is false. Raises Refused for that on the embedded
    server, where the next command would make one.
    """
    from finally_cli.store.preparing import bring_up_to_date, prepare

    if profile.engine == "embedded":
        if not backup:
            raise Refused(
                "on the embedded server the schema changes only after a backup",
                "Leave --no-backup out.",
                code="BACKUP_IS_MADE",
            )
        with ExitStack() as stack:
            return prepare(entered_embedded(profile, stack, tell), profile, tell)
    with closing(connect_to_server(profile)) as connection:
        return bring_up_to_date(connection, profile, None, tell, backup=backup)


def refuse_own_server(profile: Profile, done: str) -> None:
    if profile.engine == "server":
        raise Refused(
            f"profile {quoted(profile.name)} is on a server of your own, which is not {done} here",
            "Use the server's own tools.",
            code="NOT_EMBEDDED",
        )
