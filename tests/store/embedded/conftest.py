"""A place for throw-away clusters, and one that is made once and copied."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.support.clusters import FAST
from tests.support.folders import remove_folder


def roomy() -> str | None:
    """The folder in memory, where there is one with half a gigabyte to spare."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 500_000_000:
        return str(memory)
    return "/tmp"  # a short path; pytest's own would be closed to root's server


@pytest.fixture
def place() -> Iterator[Path]:
    """A new folder that root's server can pass through; what runs in it is stopped in the end."""
    folder = Path(tempfile.mkdtemp(prefix="finally-", dir=roomy()))
    folder.chmod(0o711)
    yield folder
    for use in folder.rglob("use"):
        server = EmbeddedServer(use.parent)
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)  # a short one lies elsewhere
    remove_folder(folder)


@pytest.fixture
def home(place: Path) -> Path:
    """Where a cluster may be made; nothing is there."""
    return place / "home"


@pytest.fixture(scope="session")
def original() -> Iterator[Path]:
    """A cluster that was made and stopped, with a table whose rows can be counted."""
    folder = Path(tempfile.mkdtemp(prefix="finally-", dir=roomy()))
    folder.chmod(0o711)
    with EmbeddedServer(folder / "home", settings=FAST) as server:
        connection = server.connect("postgres", user=server.OWNER)
        connection.execute("CREATE TABLE kept_rows (id integer PRIMARY KEY)")
        connection.commit()
        connection.close()
    server.stop()
    yield folder / "home"
    remove_folder(folder)


@pytest.fixture
def made(original: Path, home: Path) -> Path:
    """A home whose cluster exists and does not run."""
    subprocess.run(["cp", "-Rp", original, home], check=True)
    return home
