"""finally category close and reopen: a category keeps its history, and takes nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.arguments import MonthOption
from finally_cli.commands.category.changing import CategoryNamed
from finally_cli.commands.category.finding import CategoryArgument, KindOption, find_own
from finally_cli.commands.wiring import writes
from finally_cli.model.categories import CategoryListed
from finally_cli.model.errors import Conflict, Refused
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import this_month, written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterUses:
    newest: Month | None
    recurring: Count


CLOSE = Statement("category/close", CategoryNamed)
LATER_USES = Statement("category/later_uses", LaterUses)


@writes
def close(
    db: Database, category: CategoryArgument, kind: KindOption = None, month: MonthOption = None
) -> Sheet:
    """Close a category of your own from a month on; its history stays."""
    found = counts_in_words(find_own(db, category, kind))
    since = month or this_month()
    refuse_later_uses(db, found, since)
    closed = db.all(CLOSE, id=found.id, month=since)
    return Sheet(
        CategoryNamed,
        closed,
        "Closed",
        about={"month": since},
        sentences=[f"Closed {found.path} from {written(since)} on."],
    )


@writes
def reopen(db: Database, category: CategoryArgument, kind: KindOption = None) -> Sheet:
    """Open a closed category again."""
    found = counts_in_words(find_own(db, category, kind))
    opened = db.all(CLOSE, id=found.id, month=None)
    was = "Opened" if found.closed else "It was open already:"
    return Sheet(CategoryNamed, opened, "Opened", sentences=[f"{was} {found.path}."])


def counts_in_words(found: CategoryListed) -> CategoryListed:
    """The same, if it sorts income or expenses. Raises Refused for one of assets or debts."""
    if found.kind not in ("income", "expense"):
        raise Refused(
            f"{quoted(found.path)} sorts what you own or owe, and is not closed itself",
            "Close what is in it: finally asset close ASSET",
            code="CATEGORY_OF_ASSETS",
        )
    return found


def refuse_later_uses(db: Database, found: CategoryListed, since: date) -> None:
    """Raises Conflict where something is in the category from that month on."""
    later = db.one(LATER_USES, id=found.id, month=since)
    assert later is not None  # a maximum is always one row
    if later.newest is not None:
        raise Conflict(
            f"{quoted(found.path)} has entries in {written(later.newest)}",
            f"Close it later, or move them: finally {found.kind} list --category {found.path}"
            f" --from {written(since)}",
            code="CATEGORY_HAS_LATER_ENTRIES",
        )
    if later.recurring:
        raise Conflict(
            f"{plural(later.recurring, 'recurring item is', 'recurring items are')} still due in"
            f" {found.path}",
            "Stop them first: finally recurring list",
            code="CATEGORY_IN_USE",
        )
