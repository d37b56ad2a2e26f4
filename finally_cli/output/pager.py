"""What is longer than the screen goes through a pager, as git has it: $PAGER, else less."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping

# What git sets for its pagers: no pager for one screen, colours, the text left there at the end.
DEFAULTS = {"LESS": "FRX", "LV": "-c"}


def through_pager(parts: Iterator[str]) -> Iterator[str]:
    """Show the parts in a pager when they are longer than the screen; else give them back.

    Who leaves the pager early has seen enough: what is not read by then is never fetched. Only
    with a terminal on both sides, and a pager that is there.
    """
    command = pager(os.environ)
    if not command or not sys.stdin.isatty():
        yield from parts
        return
    height = shutil.get_terminal_size().lines
    waiting: list[str] = []
    lines = 1
    for part in parts:
        waiting.append(part)
        lines += part.count("\n")
        if lines >= height:
            page(command, waiting, parts)
            return
    yield from waiting


def pager(environment: Mapping[str, str]) -> str:
    """The command of the person's pager; empty where none is wanted, or where it is not there.

    >>> pager({"PAGER": "cat"}), pager({"PAGER": ""}), pager({"TERM": "dumb"})
    ('', '', '')
    """
    import shlex

    command = environment.get("PAGER", "less")
    try:
        words = shlex.split(command)
    except ValueError:  # a quote that does not close
        return ""
    program = next((word for word in words if "=" not in word), "")
    if program in ("", "cat") or environment.get("TERM") in ("dumb", "unknown"):
        return ""
    return command if shutil.which(program) else ""


def page(command: str, waiting: list[str], parts: Iterator[str]) -> None:
    """Write all parts to the pager, and wait until the person has left it.

    Ctrl-C is meant for the pager while it is there.
    """
    import signal
    import subprocess
    from contextlib import suppress

    # Before there is a pager to press it in; ignored outright, it would be in the pager, too.
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        process = subprocess.Popen(
            command,
            shell=True,  # $PAGER is a command line, as for git and man
            stdin=subprocess.PIPE,
            env={**DEFAULTS, **os.environ},
            text=True,
            encoding=sys.stdout.encoding,
            errors="backslashreplace",
        )
        assert process.stdin is not None  # it was asked for
        try:
            with suppress(BrokenPipeError):
                process.stdin.writelines(waiting)
                for part in parts:
                    process.stdin.write(part)
                process.stdin.flush()
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
