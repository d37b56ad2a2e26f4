"""finally status: the month at a glance, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import typer

from finally_cli.commands.command import Noun, reads
from finally_cli.model.advice import books as named
from finally_cli.model.advice import with_books
from finally_cli.model.command_line import bareness
from finally_cli.model.errors import NotFound
from finally_cli.model.month import today
from finally_cli.model.profile import Profile
from finally_cli.model.result import Line, Result
from finally_cli.store.database import Database

HINT = (
    "Begin with: finally snapshot add NAME VALUE --category CODE, or look around with: finally demo"
)
app = Noun("Show the month at a glance, and what is to be done.")


class StatusLine(NamedTuple):
    """A line as it is shown; `command` goes on from there, and `due` says that it should."""

    line: str
    text: str
    command: str | None
    due: bool


@app.command()
@reads
def status(
    db: Database,
    profile: Profile,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Show only what is due; exit 1 if anything is, for cron and prompts."
        ),
    ] = False,
) -> Result:
    """Show the month at a glance, and what is to be done.

    Due are values of a month that is over, recurring items, bank rows that wait, the next month to
    close, and a backup. A line without anything to say is left out.

    Examples:
        finally status
        finally status --json
    """
    from finally_cli.commands.status.questions import are_empty, ask_all
    from finally_cli.model.currency import decimals
    from finally_cli.model.percent import parse_band
    from finally_cli.store.pipeline import pipelined

    currency = db.user.base_currency
    with pipelined(db) as pipeline:
        asked = ask_all(
            pipeline,
            policy=profile.budget_policy,
            places=decimals(currency),
            band=parse_band(profile.band),
        )
        # While the server works.
        from finally_cli.commands.status import lines
        from finally_cli.commands.status.backup import backup_part

        backup = backup_part(profile)
    closed = asked.closed.row()
    through = closed.month if closed else None
    parts = [
        lines.networth_part(asked.totals.row(), asked.worth.rows(), currency),
        lines.values_part(asked.values.rows(), through),
        lines.budget_part(
            asked.budget.rows(), asked.budget_totals.row(), currency, db.user.month_begins
        ),
        lines.mix_part(asked.mix.rows()),
        lines.recurring_part(asked.due.rows(), currency),
        lines.inbox_part(asked.waiting.rows()),
        lines.goals_part(asked.goals.rows()),
        lines.closed_part(through),
        backup,
    ]

    def next_step(line: Line) -> str:
        """What goes on from a line: of books that are lent, only what looks."""
        if not db.user.is_reader:
            return line.command
        from finally_cli.commands.next_command import is_looking

        return line.command if is_looking(line.command) else ""

    is_silent = not any(part.line for part in parts if part is not backup)
    figures = {part.name: part.figures for part in parts}
    if is_silent and are_empty(db):
        return nothing_yet(currency, figures, check=check)
    told = [
        (part.name, part.line._replace(command=with_books(next_step(part.line), named)))
        for part in parts
        if part.line is not None and (part.line.is_due or not check)
    ]
    is_due = any(part.line is not None and part.line.is_due for part in parts)
    return Result(
        StatusLine,
        [
            StatusLine(
                line=name,
                text="".join(text for text, _ in line.pieces),
                command=line.command or None,
                due=line.is_due,
            )
            for name, line in told
        ],
        about={
            "day": today().isoformat(),
            "currency": currency,
            "due": is_due,
            **figures,
        },
        lines=[line for _, line in told] if told or check else None,
        sentences=["There is nothing to say of this month."],
        answer=True,
        exit_code=1 if check and is_due else 0,
    )


def nothing_yet(currency: str, figures: Mapping[str, object], *, check: bool) -> Result:
    """The status of books in which nothing was ever recorded, with the figures that there are.

    Raises NotFound where nobody asked for it by a word, so that help is shown.
    """
    if bareness.on:
        raise NotFound("there is nothing on record yet", HINT, code="NO_BOOKS")
    return Result(
        StatusLine,
        about={"day": today().isoformat(), "currency": currency, "due": False, **figures},
        lines=[] if check else None,
        sentences=[f"There is nothing on record yet. {HINT}"],
        answer=True,
    )
