"""What a program of the user's own answers, within a time and a size.

It is run as it stands, and by no shell: nothing in the command is a pipe, a variable or a second
command. It gets what it is asked on standard input, none of our secrets in its environment, and
a session of its own, so that it ends with all that it has started.
"""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

from finally_cli.model.errors import BadUsage, Interrupted, Refused
from finally_cli.model.text import quote
from finally_cli.store.programs import CLEARED

if TYPE_CHECKING:
    import subprocess

LONGEST = 300.0  # seconds, for all of it
AFTERWARDS = 5.0  # seconds, from its end to the end of its output
LARGEST = 64 << 20  # bytes of an answer
PART = 1 << 16
KEPT = 4096  # bytes of what it says on stderr: the last
DEADLY = ("SIGHUP", "SIGTERM")


def split_command(command: str) -> list[str]:
    """A program and its arguments, as a shell would part them. Raises BadUsage.

    >>> split_command("~/bin/quotes --from 'Xetra'")
    ['~/bin/quotes', '--from', 'Xetra']
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise BadUsage(
            f"{quote(command)} is not a command: {str(error).lower()}", "Close its quotes."
        ) from None
    if not words:
        raise BadUsage("the command is empty", "Name a program: --with PROGRAM")
    if "\0" in command:
        raise BadUsage("the command holds a NUL", "Name a program: --with PROGRAM")
    return words


def ask_program(command: str, asked: bytes, said: Mapping[str, str]) -> bytes:
    """What a program writes on standard output when it is given `asked` on standard input.

    `said` is added to its environment. Raises BadUsage for what is no command, and Refused where
    it cannot be run, fails, or gives no end of time or output; nothing of it is left running.
    """
    import subprocess

    words = split_command(command)
    program = os.path.expanduser(words[0])  # noqa: PTH111  a program may be a bare name
    environment = {k: v for k, v in os.environ.items() if not k.startswith(CLEARED)} | dict(said)
    try:
        process = subprocess.Popen(
            [program, *words[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused(
            f"{quote(words[0])} cannot be run: {why}",
            "Name a program that is there and may be run; a pipe or several commands need a script,"
            " or: --with \"sh -c '...'\"",
            code="PROGRAM_NOT_RUN",
        ) from None
    with ended_with_us(process):
        answer, remark = exchange(process, words[0], asked)
    if process.returncode:
        raise failed(words[0], process.returncode, remark)
    return answer


@contextmanager
def ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Have a program and all that it has started ended at the end of the block, however it ends.

    Raises Interrupted for a signal that would end us.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise Interrupted(f"ended by {signal.Signals(number).name}: nothing was changed")

    before = {}
    for name in DEADLY:
        with suppress(ValueError):  # where we are not the main thread
            before[name] = signal.signal(getattr(signal, name), end)
    try:
        yield
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its session is named after it
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def exchange(process: subprocess.Popen[bytes], name: str, asked: bytes) -> tuple[bytes, bytes]:
    """Its whole answer, and the end of what it said on stderr, once it has ended by itself.

    Raises Refused where it goes on for too long, or writes too much.
    """
    assert process.stdin and process.stdout and process.stderr  # they are pipes
    answer, remark, left = bytearray(), b"", memoryview(asked)
    until = time.monotonic() + LONGEST
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stderr, selectors.EVENT_READ)
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        while is_open(waiting, process):
            if process.poll() is not None:
                until = min(until, time.monotonic() + AFTERWARDS)
            rest = until - time.monotonic()
            if rest <= 0:
                raise too_long(name, process.poll() is not None)
            for key, _ in waiting.select(min(rest, 0.2)):
                if key.fileobj is process.stdin:
                    left = write_some(process, left)
                    if not left:
                        waiting.unregister(process.stdin)
                        with suppress(OSError):
                            process.stdin.close()
                    continue
                part = os.read(key.fd, PART)
                if not part:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    answer += part
                    if len(answer) > LARGEST:
                        raise Refused(
                            f"{quote(name)} has written more than {LARGEST >> 20} MB; it was ended",
                            "Have it write a line for each price, and nothing else.",
                            code="PROGRAM_FAILED",
                        )
                else:
                    remark = (remark + part)[-KEPT:]
    return bytes(answer), remark


def is_open(waiting: selectors.BaseSelector, process: subprocess.Popen[bytes]) -> bool:
    """Whether the program still runs, or one of its outputs is not at its end."""
    outputs = {process.stdout, process.stderr}
    return process.poll() is None or any(
        key.fileobj in outputs for key in waiting.get_map().values()
    )


def write_some(process: subprocess.Popen[bytes], left: memoryview) -> memoryview:
    """What is left to be said once the program has taken some; nothing where it does not listen."""
    assert process.stdin is not None
    try:
        return left[os.write(process.stdin.fileno(), left[:PART]) :]
    except BlockingIOError:
        return left
    except OSError:  # it has closed its standard input
        return memoryview(b"")


def too_long(name: str, has_ended: bool) -> Refused:
    """The refusal of a program that does not come to an end."""
    what = f"{quote(name)} gave no whole answer in {LONGEST:g} seconds, and was ended"
    if has_ended:
        what = f"{quote(name)} has ended, and left another program at work, which was ended"
    return Refused(what, "Ask for fewer months, or mend the program.", code="PROGRAM_FAILED")


def failed(name: str, code: int, remark: bytes) -> Refused:
    """The refusal of a program that ended with an error, in its own last words."""
    lines = [line for line in remark.decode(errors="replace").splitlines() if line.strip()]
    how = f"exit code {code}" if code > 0 else f"signal {-code}"
    last = f": {quote(lines[-1].strip())}" if lines else ", and said nothing"
    return Refused(
        f"{quote(name)} ended with {how}{last}", "Nothing was written.", code="PROGRAM_FAILED"
    )
