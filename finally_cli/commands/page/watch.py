"""finally page --watch: the page made anew when the books change, for a screen that shows it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Never

from finally_cli.commands.export.export_file import STDOUT
from finally_cli.commands.open_books import open_database
from finally_cli.model.errors import BadUsage, ExitCode, FinallyError
from finally_cli.model.month import CountedMonth, parse_month, today
from finally_cli.model.profile import Profile
from finally_cli.output.terminal import Terminal
from finally_cli.store.statements import Statement

EVERY = 30  # seconds between two looks, where nobody says another number
STAYS = 60  # seconds between looks up to which the embedded server is kept for the next one
SPARE = 15  # seconds that it is kept beyond, for a look that is late
# What no later look mends: the command line, the login, the schema, the proof of the books.
ENDS = (ExitCode.USAGE, ExitCode.NOT_ALLOWED, ExitCode.SCHEMA, ExitCode.INTEGRITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transactions:
    """How far the transactions that write have come on a server."""

    next: str


TRANSACTIONS = Statement("page/transactions", Transactions)


def watched(make: Callable[..., None]) -> Callable[..., None]:
    """The command that makes a page; with --watch, again and again, each time as if it were called
    anew: no transaction and no connection is held between."""

    def command(**given: Any) -> None:  # noqa: ANN401  what Typer has parsed
        if given["watch"]:
            keep_making(make, given)
        if given["interval"] is not None:
            raise BadUsage("--interval is of --watch, which was not asked for", "Add --watch.")
        make(**given)

    command.__dict__ |= make.__dict__  # Typer reads __signature__
    command.__annotations__ = make.__annotations__
    for name in ("__name__", "__doc__", "__module__"):
        setattr(command, name, getattr(make, name))
    return command


def keep_making(make: Callable[..., None], given: dict[str, Any]) -> Never:
    """Make the page, and again whenever a look finds something changed, until Ctrl-C.

    A failure that may pass is told once, and the page before it stays. Raises KeyboardInterrupt
    and what `make` raises before there is a page, and the failures of ENDS at any time.
    """
    if given["output"] in STDOUT:
        raise BadUsage("--watch makes a file anew, and stdout is none", "Leave -o - out.")
    if given["csv"]:
        raise BadUsage("--watch says a line each time, and CSV is one table", "Use --json.")
    terminal = Terminal(quiet=given["quiet"])
    every = given["interval"] or EVERY
    gc.enable()  # which a short command needs not
    shown: object = None
    told = ""
    while True:
        try:
            seen = look(given, every, terminal)
            if seen != shown:
                make(**given | {"month": month_now(given["month"])})
                is_first, shown, told = shown is None, seen, ""
                given |= {"force": True, "open_": False}  # the file is ours from now on
                if is_first:
                    terminal.say(f"A look every {every} seconds shows changes. Ctrl-C ends it.")
        except KeyboardInterrupt:
            if shown is None:
                raise
            stop(terminal)
        except FinallyError as failure:
            if shown is None or failure.exit_code in ENDS:
                raise
            if failure.message != told:
                from finally_cli.commands.failure import print_failure

                print_failure(failure, json=given["json"])
                told = failure.message
        try:
            wait(every)
        except KeyboardInterrupt:
            stop(terminal)


def stop(terminal: Terminal) -> Never:
    """End as a person ends it."""
    import typer

    terminal.say("")
    terminal.say("The page stays as it was made last.")
    raise typer.Exit(0)


def wait(seconds: int) -> None:
    """Sleep until the next look."""
    time.sleep(seconds)


def look(given: Mapping[str, Any], every: int, terminal: Terminal) -> object:
    """What must be as it was for a page to be the same: the day, the files that it is made by, and
    the books, which one statement tells."""
    from finally_cli.commands.audit import ANCHOR
    from finally_cli.settings import resolve

    profile = staying(resolve(given["profile"], given["user"]), every)
    with open_database(profile, read_only=True, tell=terminal.say) as db:
        # The audit of lent books is not lent with them.
        head = db.one(TRANSACTIONS) if db.user.is_reader else db.one(ANCHOR)
    return today(), stamps(), db.user, head


def staying(profile: Profile, every: int) -> Profile:
    """The profile whose embedded server, once a look is done, is there for the next one."""
    seconds = every + SPARE if every <= STAYS else 0
    return replace(profile, linger=max(profile.linger, seconds / 60))


def stamps() -> list[tuple[str, int, int]]:
    """The settings and the user's own reports, as far as they are files, each with when it was
    changed last."""
    from finally_cli.settings.file import config_file
    from finally_cli.settings.report_folder import FOLDER

    settings = config_file()
    found = [settings, *sorted((settings.parent / FOLDER).glob("*.sql"))]
    return [stamp for path in found if (stamp := stamp_of(path))]


def stamp_of(path: Path) -> tuple[str, int, int] | None:
    """When a file was changed last, and how large it is; None where there is none to see."""
    try:
        told = path.stat()
    except OSError:
        return None
    return path.name, told.st_mtime_ns, told.st_size


def month_now(month: date | None) -> date | None:
    """The month that an option means by now, if it was counted from the day."""
    if isinstance(month, CountedMonth):
        return parse_month(month.typed, planned=month.planned)
    return month
