"""Running pg_dump and pg_restore with their data in a pipe, so that every byte passes our hands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from finally_cli.model.errors import FinallyError, Refused, ResourceFull
from finally_cli.store.programs import Client

if TYPE_CHECKING:
    import subprocess


CHUNK = 1 << 20
Pour = Callable[[Callable[[bytes], object]], None]  # gives all of something, part by part


@contextmanager
def run_program(
    program: Path, words: list[str], client: Client, *, takes: bool, gives: bool
) -> Iterator[subprocess.Popen[bytes]]:
    """One program with our ends of its pipes; when the block ends it is waited for.

    Raises ResourceFull or Refused with what it said if it fails, and ends it if we do.
    """
    import subprocess
    import threading

    process = subprocess.Popen(
        [program, *words, *([f"--dbname={client.target}"] if client.target else [])],
        stdin=subprocess.PIPE if takes else subprocess.DEVNULL,
        stdout=subprocess.PIPE if gives else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**client.environment, "LC_ALL": "C"},
        pass_fds=client.pass_fds,
    )
    said: list[bytes] = []
    assert process.stderr is not None
    listener = threading.Thread(target=read_messages, args=(process.stderr, said), daemon=True)
    listener.start()
    try:
        yield process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                close_pipe(pipe)
        process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        listener.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                close_pipe(stream)
    if process.returncode:
        raise program_failure(program.name, b"".join(said).decode(errors="replace"))


def read_messages(stream: IO[bytes], said: list[bytes]) -> None:
    """Take what the program says, so that it never waits for us to."""
    for line in stream:
        said.append(line)


def close_pipe(stream: IO[bytes]) -> None:
    """Close a pipe, also one whose other end is gone."""
    with suppress(BrokenPipeError):
        stream.close()


def program_output(program: Path, words: list[str], client: Client) -> Iterator[bytes]:
    """What the program writes, in parts; its failure comes after the last of them."""
    with run_program(program, words, client, takes=False, gives=True) as process:
        assert process.stdout is not None
        while part := process.stdout.read(CHUNK):
            yield part


def run_with_input(
    program: Path,
    words: list[str],
    client: Client,
    pour: Pour,
) -> None:
    """Give the program what `pour` pours; what it says of its own failure comes first."""
    with run_program(program, words, client, takes=True, gives=False) as process:
        assert process.stdin is not None
        source = Source(process.stdin, program.name)
        pour(source.write)
        source.end()
    source.refuse_a_part()


class Source:
    """What a program reads. Where it ends before it has all, the rest goes nowhere, and is told."""

    def __init__(self, pipe: IO[bytes], program: str) -> None:
        self.pipe, self.program = pipe, program
        self.is_broken = False

    def write(self, part: bytes) -> None:
        """Pass on a part."""
        if self.is_broken:
            return
        try:
            self.pipe.write(part)
        except BrokenPipeError:
            self.is_broken = True

    def end(self) -> None:
        """Say that this was all."""
        try:
            self.pipe.close()
        except BrokenPipeError:
            self.is_broken = True

    def refuse_a_part(self) -> None:
        """Raise Refused where the program ended well by its own account, and had not read all."""
        if self.is_broken:
            raise Refused(
                f"{self.program} ended before it had read everything",
                "The books are as they were.",
                code="PROGRAM_FAILED",
            )


def program_failure(program: str, said: str) -> FinallyError:
    """The failure to show, from the words of the program: the last that names an error."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    wrong = [line for line in lines if "error:" in line or "FATAL:" in line] or lines
    reason = wrong[0].partition("error: ")[2] or wrong[0] if wrong else "it said nothing"
    from finally_cli.store.errors import FULL

    if any(os.strerror(number) in said for number in FULL):
        return ResourceFull(
            f"the disk is full: {program} could not go on", "Free some space and try again."
        )
    return Refused(
        f"{program} failed: {reason}", "The books are as they were.", code="PROGRAM_FAILED"
    )


KNOWS_ALL = 170000  # the first server that knows every setting which pg_restore 17 and 18 set
UNKNOWN = b"SET transaction_timeout = 0;\n"  # written for every server, since 17
HEADING = 50  # lines that hold nothing but settings; after them come statements, and data
WORDS = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-"]


def run_script(restoring: Path, psql: Path, connects: Client, pour: Pour) -> None:
    """Have pg_restore write its script, and psql run it without the setting that is unknown.

    Raises what either of them or `pour` fails with. The database is then of no use.
    """
    failures: list[FinallyError] = []
    alone = Client("", connects.environment)
    with run_program(
        restoring, ["--no-owner", "--file=-"], alone, takes=True, gives=True
    ) as process:
        script = process.stdout
        assert process.stdin is not None
        assert script is not None
        source = Source(process.stdin, restoring.name)
        wait = feed_in_background(pour, source, failures)
        try:
            run_with_input(psql, WORDS, connects, lambda into: filter_script(script, into))
        except BaseException:
            process.kill()  # or what is poured would have nowhere to go
            raise
        finally:
            wait()
    if failures:
        raise failures[0]
    source.refuse_a_part()


def feed_in_background(
    pour: Pour, source: Source, failures: list[FinallyError]
) -> Callable[[], None]:
    """Pour into a program whose answer is read at the same time; how to wait for the end of it."""
    import threading

    def work() -> None:
        try:
            pour(source.write)
            source.end()
        except FinallyError as failure:
            failures.append(failure)

    thread = threading.Thread(target=work)
    thread.start()
    return thread.join


def filter_script(script: IO[bytes], into: Callable[[bytes], object]) -> None:
    """Each line of the script, but for the setting."""
    for number, line in enumerate(script):
        if number >= HEADING or line != UNKNOWN:
            into(line)
