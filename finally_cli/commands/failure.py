"""How a command line ends that did not end well: what is told, and with which exit code."""

from __future__ import annotations

import os

import typer

from finally_cli.model.advice import with_books_named
from finally_cli.model.errors import Bug, FinallyError, Interrupted, NotReachable, ResourceFull
from finally_cli.model.redaction import redact


def to_failure(error: BaseException) -> FinallyError:
    """The failure to tell for anything that was raised; FINALLY_DEBUG shows where it happened."""
    if was_interrupted(error):
        return Interrupted("interrupted", "Nothing of this command was kept.")
    if isinstance(error, FinallyError):
        if error.__cause__ is not None:
            print_traceback(error)
        return error
    if isinstance(error, MemoryError):
        return ResourceFull("memory is full", "Nothing of this command was kept.")
    if isinstance(error, OSError) and is_full(error):
        from finally_cli.output.render import silence

        silence()
        return ResourceFull(
            f"the answer could not be written: {error.strerror}", "Free some space and try again."
        )
    print_traceback(error)
    return Bug(
        f"a bug of ours: {type(error).__name__}: {redact(str(error))}",
        "Please report it; FINALLY_DEBUG=1 before the command shows where it happened.",
    )


def was_interrupted(error: BaseException) -> bool:
    """Whether a person ended the command.

    A connection that is given up on Ctrl-C, since the server is slow to take the query back, fails
    where it is used for the last time: that is no failure of the server's.
    """
    if isinstance(error, KeyboardInterrupt | EOFError | typer.Abort):
        return True
    before = error.__cause__ or error.__context__ if isinstance(error, NotReachable) else None
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__cause__ or before.__context__
    return before is not None


def print_traceback(error: BaseException) -> None:
    """Show where an error happened, where that is asked for."""
    if os.environ.get("FINALLY_DEBUG"):
        from traceback import format_exception

        from finally_cli.output.terminal import write_remark

        write_remark(redact("".join(format_exception(error)).rstrip()))


def is_full(error: OSError) -> bool:
    """Whether help or a version found no room on the disk."""
    import errno

    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def print_failure(failure: FinallyError, *, json: bool) -> None:
    """Tell a failure in the form that was asked for, even where the command line is wrong."""
    from finally_cli.output.render import render_failure

    failure.hint = with_books_named(failure.hint)
    render_failure(failure, form="json" if json else "table")
