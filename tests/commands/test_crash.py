"""kill -9 under load, of clients, of the server and of its backends: nothing acknowledged is lost.

The cluster is as a user has it: fsync on, on the disk of temporary files. Hundreds of kills by
hand: python -m tests.bench.crash.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.support.fault_injection import WHOM, survived
from tests.support.folders import remove_folder
from tests.support.thoroughness import KILLS

STRIKES = 2 * KILLS


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that root's server can pass through; what runs in it is stopped in the end."""
    folder = Path(tempfile.mkdtemp(prefix="finally-crash-"))
    folder.chmod(0o711)
    yield folder
    EmbeddedServer(folder / "data").stop()
    remove_folder(folder)


def test_no_acknowledged_row_is_lost_and_the_next_command_works(home: Path) -> None:
    storm = survived(home, STRIKES)
    assert storm.killed.total() == STRIKES
    assert set(storm.killed) == set(WHOM)
    assert len(storm.acknowledged) > STRIKES
    lasting = {note for note in storm.acknowledged if note.startswith("lasting")}
    starting = {note for note in storm.acknowledged if note.startswith("starting")}
    assert lasting
    assert starting
