"""Whole commands timed in turn: on a shared machine only a ratio within one run holds."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Paired:
    """Seconds of each run of two commands."""

    first: list[float]
    second: list[float]

    @property
    def ratio(self) -> float:
        """The median of the ratios, pair by pair."""
        return median(a / b for a, b in zip(self.first, self.second, strict=True))

    def line(self, what: str, limit: float | None = None) -> str:
        """One line of a benchmark's report."""
        most = "" if limit is None else f"  (at most {limit})"
        return (
            f"{what:46} {median(self.first) * 1000:8.0f} ms {median(self.second) * 1000:8.0f} ms"
            f"  ratio {self.ratio:.3f}{most}"
        )


def seconds(
    command: Command, environment: Mapping[str, str] | None = None, *, terminal: bool = False
) -> float:
    """Wall time of one run; its output is read and thrown away. Raises when it fails."""
    start = time.perf_counter()
    if terminal:
        show(command, environment)
    else:
        subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def show(command: Command, environment: Mapping[str, str] | None) -> None:
    """Run a command whose output goes to a terminal. Raises when it fails."""
    ours, theirs = os.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=environment) as run:
        os.close(theirs)
        with suppress(OSError):  # how Linux tells that nobody is there any more
            while os.read(ours, 1 << 16):
                pass
        os.close(ours)
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)


def paired(
    first: Command,
    second: Command,
    *,
    runs: int = 21,
    environment: Mapping[str, str] | None = None,
    terminal: bool = False,
) -> Paired:
    """Two commands in turn, after one run of each that does not count.

    `terminal`: the first one's output goes to a terminal.
    """
    times = [
        (seconds(first, environment, terminal=terminal), seconds(second, environment))
        for _ in range(runs + 1)
    ][1:]
    return Paired([a for a, _ in times], [b for _, b in times])


def peak_memory(command: Command, environment: Mapping[str, str] | None = None) -> float:
    """The most memory one run held, in MB."""
    child = os.fork()
    if child == 0:
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        os._exit(min(255, peak // 1024) if done.returncode == 0 else 0)
    _, status = os.waitpid(child, 0)
    return float(os.waitstatus_to_exitcode(status))
