"""An import by the beginning of its id."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.lookup import find_by_id, refuse_several
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Code, Count, Day, Id, Moment, Money
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFound:
    """A file as an import of one source, with the days it covers and its balances."""

    id: Id
    at: Moment
    source: str
    file: str
    format: Code
    first_day: Day | None
    last_day: Day | None
    rows_read: Count
    currency: Code
    opening: Money | None
    closing: Money | None
    closing_on: Day | None
    follows: bool | None


FIND = Statement("import/find", ImportFound)


def find_import(db: Database, wanted: str) -> ImportFound:
    """The one import whose id begins so. Raises NotFound when none does, or several."""
    found = find_by_id(db, FIND, wanted)
    refuse_several(found, wanted, "imports")
    if not found:
        raise NotFound(
            f"there is no import with the id {quote(wanted)}",
            "The ids stand in: finally import list",
            code="IMPORT_NOT_FOUND",
        )
    return found[0]
