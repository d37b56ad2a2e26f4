"""finally db move: the books of everybody, to another server and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Code, Count
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import and_list, parse_line, plural, quote

if TYPE_CHECKING:
    from finally_cli.store.move.run import MovedLogin, MoveResult


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTable:
    """A table, and the SHA-256 of its rows in the order of their key: the same at both ends."""

    table: str
    rows: Count
    sha256: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTotals:
    rows: Count


@operates(destroys=True, tries=True)
def move(
    profile: Profile,
    terminal: Terminal,
    dry_run: bool,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            parser=parse_line,
            metavar="PROFILE",
            help="The profile that is to have the books.",
        ),
    ],
) -> Result:
    """Carry all books to the database of another profile.

    On a server of your own, or back: every user and every table go, the audit too. Rows and their
    hashes are compared at both ends before anything is kept. The old books stay where they are. Log
    in as whoever owns the tables, at either end.

    Examples:
        finally db move --to server --dry-run
        finally db move --to server
    """
    from finally_cli.settings import resolve
    from finally_cli.store.move.run import move_books as carry

    target = resolve(to)
    with terminal.progress("Rows carried") as told:
        moved = carry(
            profile,
            target,
            tell=terminal.say,
            agree=lambda people: confirm_move(terminal, target, people),
            told=told,
            dry_run=dry_run,
        )
    rows = [MovedTable(table=one.table, rows=one.rows, sha256=one.sha256) for one in moved.tables]
    return Result(
        MovedTable,
        rows,
        f"Moved from profile {quote(profile.name)} to profile {quote(target.name)}",
        about={
            "from": profile.name,
            "to": target.name,
            "replaced_users": moved.replaced,
            "backup": moved.backup and str(moved.backup),
        },
        totals=MoveTotals(rows=sum(row.rows for row in rows)),
        closing=[MovedTable(table="All", rows=sum(row.rows for row in rows), sha256="")],
        notes=list(move_notes(profile, target, moved, dry_run=dry_run)),
    )


def confirm_move(terminal: Terminal, target: Profile, people: int) -> None:
    """Ask whether books may be replaced. Raises Conflict where nobody can be asked."""
    there = f"profile {quote(target.name)}"
    books = f"the books of {plural(people, 'person', 'people')}"
    if not terminal.yes and not terminal.can_ask:
        raise Conflict(
            f"{there} holds {books} already",
            "Move to a database that is empty, or let them be replaced: --yes",
            code="TARGET_HOLDS_BOOKS",
        )
    terminal.confirm(f"Replace {books} in {there}, which are backed up first?")


def move_notes(
    source: Profile, target: Profile, moved: MoveResult, *, dry_run: bool
) -> Iterator[Note]:
    """What a person should know afterwards.

    Commands stand in the sentences: they go for another profile than the one of the command line.
    """
    if moved.left:
        beside = plural(len(moved.left), "table", "tables")
        yield Note("NOT_MOVED", f"{beside} beside the program's stayed: {and_list(moved.left)}.")
    if not moved.was_tried:
        yield Note("COUNTED_ONLY", "The schema is not there yet, so the rows were only counted.")
    if dry_run and moved.replaced:
        people = plural(moved.replaced, "person", "people")
        yield Note("WOULD_REPLACE", f"The books of {people} there would be replaced.")
    yield from login_notes(target, moved.logins)
    if not dry_run:
        yield Note(
            "OLD_BOOKS_STAY",
            f"The old books stay where they are, in profile {quote(source.name)}."
            f" To open the new ones from now on: finally config set profile {target.name}",
        )


def login_notes(target: Profile, logins: list[MovedLogin]) -> Iterator[Note]:
    """Who opens what there: a login is known by its name, and is whoever has that name there."""
    if target.engine == "embedded":
        if logins:
            yield Note(
                "LOGINS_REST", "People's own logins mean nothing on the embedded server; they rest."
            )
        return
    if there := [f"{login.role_name} ({login.email})" for login in logins if login.is_there]:
        yield Note(
            "LOGINS_MEAN", f"Roles of that server open books here by their name: {and_list(there)}."
        )
    if missing := [f"{login.role_name} ({login.email})" for login in logins if not login.is_there]:
        yield Note(
            "LOGINS_MISSING",
            f"That server has no role for: {and_list(missing)}. To make one:"
            f" finally user grant EMAIL --role ROLE --profile {target.name}",
        )
