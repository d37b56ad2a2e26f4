"""The server's first process, recognised by more than a number in a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PidFile:
    """What postmaster.pid says; it may be of a server long gone."""

    pid: int
    status: str  # "starting", "ready", "stopping", or "" while it is being written


def read(data: Path) -> PidFile | None:
    """The pid file, or None if there is none or it is torn."""
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").split("\n")
        return PidFile(int(lines[0]), lines[7].strip() if len(lines) > 7 else "")
    except (OSError, ValueError):
        return None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether the process is a server on this data folder, by its own command line."""
    folder = data_of(pid)
    try:
        return folder is not None and data.samefile(os.fsdecode(folder))
    except OSError:
        return False


def data_of(pid: int) -> bytes | None:
    """The argument of -D of a process, or None."""
    if pid <= 1:
        return None
    if Path("/proc/self").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        return words[2] if len(words) > 2 and words[1] == b"-D" else None
    import subprocess

    shown = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
    ).stdout
    _, found, rest = shown.partition(b" -D ")
    return rest.split(b" -c ")[0].strip() if found else None
