"""The server's first process, recognised by more than a number in a file."""

from __future__ import annotations

import os
from pathlib import Path


def read(data: Path) -> tuple[int, str] | None:
    """The process id in the pid file, and its "starting", "ready" or "stopping", or "" early on.

    None if there is no such file or it is torn. It may be of a server long gone.
    """
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").split("\n")
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
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
