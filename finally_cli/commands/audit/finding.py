"""From what a person typed to the one event it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands import completing
from finally_cli.model.errors import Denied, NotFound
from finally_cli.model.ids import range_of
from finally_cli.model.kinds import Id
from finally_cli.model.text import quoted
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound:
    """One event; `undone` when its effect has been taken back."""

    at: str
    type: str
    command: str | None
    actor: str | None
    undone: bool
    undoes: Id | None
    sequence: int | None
    id: Id

    @property
    def told(self) -> str:
        """It in a few words, with its id."""
        return f"{self.command or self.type} ({self.id[:8]})"


FIND = Statement("audit/find", EventFound)
EventArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, or the beginning of it: four letters or more.",
        autocompletion=completing.events,
    ),
]


def find_event(db: Database, wanted: str) -> EventFound:
    """The one event whose id begins so. Raises NotFound when none does, or several."""
    between = range_of(wanted)
    found = db.all(FIND, first_id=between[0], last_id=between[1]) if between else []
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(
            f"{quoted(wanted)} fits several events", "Type more of the id.", code="ID_AMBIGUOUS"
        )
    raise NotFound(
        f"there is no event with the id {quoted(wanted)}",
        "The ids stand in: finally audit list",
        code="EVENT_NOT_FOUND",
    )


def refuse_audit_reader(db: Database) -> None:
    """Raises Denied where the books are another's: what they did is not lent with them."""
    if db.user.is_reader:
        raise Denied(
            f"the audit of {quoted(db.user.email)} is not shared with you",
            "Only their figures are. For your own, leave --user out.",
            code="AUDIT_NOT_SHARED",
        )
