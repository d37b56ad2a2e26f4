"""The program as a process of its own, in an environment that holds nothing of ours."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.conftest import Outcome

CHECKOUT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "finally_cli"]
PATIENCE = 60  # seconds; on a busy machine a command may take two


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process gets: no libpq variable, no setting of ours but the given ones."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "FINALLY_CONFIG_DIR": str(home / "config"),
        "FINALLY_DATA_DIR": str(home / "data"),
        "FINALLY_TODAY": "2026-11-15",
        **more,
    }


@dataclass
class Program:
    """The program at one home, and what is set for it."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def start(
        self,
        *arguments: str | bytes,
        stdin: int | IO[Any] = subprocess.DEVNULL,
        stdout: int | IO[Any] = subprocess.PIPE,
        **more: Any,
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment(self.home, **self.settings),
            cwd=self.home,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )

    def __call__(
        self, *arguments: str | bytes, stdin: str | None = None, **settings: str
    ) -> Outcome:
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=environment(self.home, **{**self.settings, **settings}),
            cwd=self.home,
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Outcome(done.returncode, done.stdout, done.stderr)


class PseudoTerminal:
    """The program on a pseudo-terminal of its own: type, and read what it shows."""

    def __init__(self, program: Program, *arguments: str, **settings: str) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment(
                program.home, **{"TERM": "xterm-256color", **program.settings, **settings}
            ),
            cwd=program.home,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(theirs)
        self.shown = ""

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.ours)
        self.process.kill()
        self.process.wait()

    def read(self) -> bool:
        """Take what is there, waiting for it; False at the end."""
        ready, _, _ = select.select([self.ours], [], [], PATIENCE)
        assert ready, f"silence after {self.shown!r}"
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)

    def until(self, text: str) -> str:
        """Wait for a text; what was shown up to its end, which is then forgotten."""
        while text not in self.shown:
            assert self.read(), f"{text!r} did not come after {self.shown!r}"
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def rest(self) -> str:
        """Everything that is shown up to the end of the program."""
        while self.read():
            pass
        return self.shown

    def type(self, text: str) -> None:
        """Type a text; \\x03 is Ctrl-C and \\x04 Ctrl-D."""
        os.write(self.ours, text.encode())

    def ended(self) -> int:
        """Its exit code."""
        return self.process.wait(timeout=PATIENCE)


def take_terminal() -> None:
    """Make standard input the controlling terminal, so that Ctrl-C is a signal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
