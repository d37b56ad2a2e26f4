"""What the tests of the embedded server share: a fast server, scripts, rows."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer

FAST = {"fsync": "off"}
ROOT = os.geteuid() == 0

RunScript = Callable[..., "subprocess.Popen[str]"]


def run_script(name: str, *words: object) -> "subprocess.Popen[str]":
    """Start a script beside this file, in a process group of its own, with our modules."""
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name(name), *map(str, words)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_code(code: str, *words: object) -> str:
    """Run a piece of code in a clean interpreter; what it printed."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def rows(server: EmbeddedServer) -> set[int]:
    """The rows of the table that every cluster here has."""
    connection = server.connect("postgres", user=server.OWNER)
    try:
        return {number for (number,) in connection.execute("SELECT id FROM kept_rows")}
    finally:
        connection.close()


def processes(*words: str) -> list[int]:
    """The processes whose command lines hold all these words."""
    shown = subprocess.run(
        ["ps", "-ww", "-A", "-o", "pid=,command="], capture_output=True, text=True, check=True
    ).stdout
    lines = [line for line in shown.splitlines() if all(word in line for word in words)]
    return [int(line.split()[0]) for line in lines]
