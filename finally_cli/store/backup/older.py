"""Restoring on a server older than pg_restore, which sets what that server does not know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from finally_cli.model.errors import FinallyError
from finally_cli.store.backup.piping import Pour, Source, feed, running
from finally_cli.store.programs import Client

KNOWS_ALL = 170000  # the first server that knows every setting which pg_restore 17 and 18 set
UNKNOWN = b"SET transaction_timeout = 0;\n"  # written for every server, since 17
HEADING = 50  # lines that hold nothing but settings; after them come statements, and data
WORDS = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-"]


def feed_script(restoring: Path, psql: Path, connects: Client, pour: Pour) -> None:
    """Have pg_restore write its script, and psql run it without the setting that is unknown.

    Raises what either of them or `pour` fails with. The database is then of no use.
    """
    failures: list[FinallyError] = []
    alone = Client("", connects.environment)
    with running(restoring, ["--no-owner", "--file=-"], alone, takes=True, gives=True) as process:
        script = process.stdout
        assert process.stdin is not None
        assert script is not None
        source = Source(process.stdin, restoring.name)
        wait = poured_meanwhile(pour, source, failures)
        try:
            feed(psql, WORDS, connects, lambda into: pass_on(script, into))
        except BaseException:
            process.kill()  # or what is poured would have nowhere to go
            raise
        finally:
            wait()
    if failures:
        raise failures[0]
    source.refuse_a_part()


def poured_meanwhile(
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


def pass_on(script: IO[bytes], into: Callable[[bytes], object]) -> None:
    """Each line of the script, but for the setting."""
    for number, line in enumerate(script):
        if number >= HEADING or line != UNKNOWN:
            into(line)
