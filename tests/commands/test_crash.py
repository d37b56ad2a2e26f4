"""kill -9 under load, of clients, of the server and of its backends: nothing acknowledged is lost.

The cluster is as a user has it: fsync on, on the disk of temporary files. 300 kills by hand:
FINALLY_TEST_KILLS=300, or python -m tests.bench.crash.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.support.fault_injection import WHOM, survived

KILLS = int(os.environ.get("FINALLY_TEST_KILLS", "30"))


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that root's server can pass through; what runs in it is stopped in the end."""
    folder = Path(tempfile.mkdtemp(prefix="finally-crash-"))
    folder.chmod(0o711)
    yield folder
    EmbeddedServer(folder / "data").stop()
    shutil.rmtree(folder)


def test_no_acknowledged_row_is_lost_and_the_next_command_works(home: Path) -> None:
    storm = survived(home, KILLS)
    assert storm.killed.total() == KILLS
    assert set(storm.killed) == set(WHOM)
    assert len(storm.acknowledged) > KILLS
    lasting = {note for note in storm.acknowledged if note.startswith("lasting")}
    starting = {note for note in storm.acknowledged if note.startswith("starting")}
    assert lasting
    assert starting
