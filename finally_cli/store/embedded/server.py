"""The life of the server: it starts with the first command and stops with the last one out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Refused
from finally_cli.store.embedded import configuration, stop
from finally_cli.store.embedded.locks import Lock, is_held
from finally_cli.store.embedded.paths import ClusterAddress, Home
from finally_cli.store.embedded.permissions import prepare_folders
from finally_cli.store.embedded.process import ourselves
from finally_cli.store.embedded.start import Starter, connect_when_ready
from finally_cli.store.errors import translating_os_errors

if TYPE_CHECKING:
    import psycopg


class EmbeddedServer(ClusterAddress):
    """One private PostgreSQL cluster of one operating-system user.

    `enter` starts the server, if nobody has, and does not wait for it, so that the driver can load
    meanwhile; `connect` waits until it answers; `leave` stops it if nobody else uses it.
    """

    def __init__(
        self, home: Path, *, linger: float = 0.0, settings: Mapping[str, str] | None = None
    ) -> None:
        """`linger`: minutes the server stays after the last command. `settings` win at start.

        Raises Refused where the embedded server cannot run.
        """
        if sys.platform == "win32":
            raise Refused(
                "the embedded server does not run on Windows",
                'Use WSL, or a profile with a server of your own: dsn = "postgresql://…"',
                code="NOT_ON_WINDOWS",
            )
        super().__init__(Home(Path(home).resolve()))
        self.linger = linger
        self.settings = dict(settings or {})
        self.waiting: Callable[[str], None] | None = None
        self._use: Lock | None = None
        self._starter = Starter(self._places, self.settings)

    # -- how it stands

    @property
    def started(self) -> bool:
        """Whether this process started the server."""
        return self._starter.started

    def exists(self) -> bool:
        """Whether a cluster has been made."""
        with translating_os_errors(self.home):
            return self._places.has_cluster

    def is_running(self) -> bool:
        """Whether any process of the server exists; nothing is started for that."""
        with translating_os_errors(self.home):
            return is_held(self._places.alive)

    # -- a command's life

    def __enter__(self) -> EmbeddedServer:
        self.enter()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.leave(failed=kind is not None)

    def enter(self) -> None:
        """Say that we use the server, and start it if it does not run; returns without waiting."""
        if self._use is not None:
            return
        prepare_folders(self._places)
        self._starter = Starter(self._places, self.settings)
        with translating_os_errors(self.home):
            self._use = Lock(self._places.use)
            try:
                self._use.lock_shared()
                self._starter.start_if_nobody_runs()
            except BaseException:
                self.leave()
                raise

    def connect(
        self,
        dbname: str,
        *,
        user: str = configuration.EVERYDAY,
        **kw: Any,  # noqa: ANN401  psycopg's own
    ) -> psycopg.Connection[Any]:
        """A connection, as soon as the server answers. The rest goes to psycopg.connect.

        Raises NotReachable if the server does not come up. What psycopg raises for another reason
        comes through as it is, with its sqlstate (3D000: there is no such database).
        """
        assert self._use is not None, "enter first"
        with translating_os_errors(self.home):
            start = self._starter.start_if_nobody_runs
            connection = connect_when_ready(
                self._places, start, self.waiting, dbname=dbname, user=user, **kw
            )
        self._starter.attempts = 0
        return connection

    def leave(self, *, failed: bool = False) -> None:
        """Say that we no longer use the server; whoever is last stops it, and does not wait.

        `failed` after work that did not end well: the server itself may have crashed under it.
        """
        if self._use is None:
            return
        use, self._use = self._use, None
        with use:
            if self._places.kept.exists():
                return
            if self.linger > 0:
                stop.extend_stay(self._places, self.linger)
                return
            if use.lock_exclusively() and not stop.is_wanted(self._places):
                stop.stop_without_waiting(self._places, failed=failed)

    def renew_access(self) -> None:
        """Write who may come in, for a server that runs on what an earlier version wrote."""
        server = self._places.server
        with translating_os_errors(self.home):
            configuration.write_access_files(
                self.home, ourselves().login, server.gid if server else None
            )

    # -- db start and db stop

    def keep(self) -> None:
        """Let the server stay after the last command, until `stop`. Call it after `enter`."""
        assert self._use is not None, "enter first"
        with translating_os_errors(self.home):
            self._places.kept.touch(mode=0o600)

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; False if it did not run.

        Raises Locked while other commands use it, NotReachable if it does not end.
        """
        if self._use is not None:
            self._use.close()
            self._use = None
        with translating_os_errors(self.home):
            return stop.stop_and_wait(self._places)
