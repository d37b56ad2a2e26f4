"""finally target history: every set of targets."""

from dataclasses import dataclass

from finally_cli.commands.command import reads
from finally_cli.model.kinds import CategoryName, Code, Month, Percent
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOfSet:
    """A target of a set, in force from `first_month` on, up to but without `next_month`."""

    first_month: Month
    next_month: Month | None
    category: Code | None
    name: CategoryName | None
    asset: str | None
    target: Percent | None
    share_of_category: Percent | None


HISTORY = Statement("targets/history", TargetOfSet)


@reads
def history(db: Database) -> Result:
    """List every set of targets, newest first.

    Examples:
        finally target history
    """
    return Result(
        TargetOfSet,
        db.all(HISTORY),
        "Targets by the month from which they are in force",
        nothing="No targets yet. Set some with: finally target set CODE PCT",
    )
