"""A shell on a machine where finally has just been installed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Shell:
    """A reader's shell on a fresh machine: an empty home, no settings, no books."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs, home = folder / "bin", folder / "home"
        for made in (programs, home):
            made.mkdir(parents=True)
        for name in ("finally", "fin"):
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m finally_cli "$@"\n')
            program.chmod(0o755)
        self.environment = {
            "FINALLY_DATA_DIR": str(folder / "data"),
            "FINALLY_TODAY": os.environ["FINALLY_TODAY"],
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, command: str) -> str:
        """What a command writes to stdout."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder / "home",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        books, home = self.environment["FINALLY_DATA_DIR"], self.environment["HOME"]
        return done.stdout.replace(books, "/home/ann/.local/share/finally").replace(
            home, "/home/ann"
        )
