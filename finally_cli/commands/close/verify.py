"""finally close verify: closed months as they are, against their seals."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.close.through import THROUGH
from finally_cli.commands.command import reads
from finally_cli.model.errors import ExitCode
from finally_cli.model.kinds import Id, Month
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.text import plural
from finally_cli.store.audit import SEAL_SENTENCES, VERIFY_ROWS, VERIFY_SEALS
from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SealProblem:
    """What is not as a seal has it; without a month, a row that the audit has otherwise."""

    month: Month | None
    problem: str
    meaning: str
    table_name: str | None
    row_id: Id | None


@reads
def verify(db: Database) -> Result:
    """Check that closed months are as they were sealed, and the seals as they were written.

    Exit 10 if not. The first month that differs comes first; where the audit can say it, so do the
    rows.

    Examples:
        finally close verify
    """
    found = [
        SealProblem(
            month=one.month, problem=one.problem, meaning=SEAL_SENTENCES[one.problem],
            table_name=one.table_name, row_id=None,
        )
        for one in db.all(VERIFY_SEALS)
    ]  # fmt: skip
    through = db.one(THROUGH)
    last = through.month if through else None
    differing = {one.table_name for one in found}
    if not db.user.is_reader:
        found += [
            SealProblem(
                month=None,
                problem=one.problem,
                meaning=f"a row was {one.problem} behind the audit",
                table_name=one.table_name, row_id=one.row_id,
            )
            for one in db.all(VERIFY_ROWS)
            if one.table_name == "month_seals" or one.table_name in differing
        ]  # fmt: skip
    if found:
        first = next((format_month(one.month) for one in found if one.month), "")
        where = f", the first in {first}" if first else ""
        return Result(
            SealProblem, found,
            f"Closed months are not as they were sealed: {plural(len(found), 'problem')}{where}",
            about={"closed_through": last}, exit_code=int(ExitCode.INTEGRITY),
        )  # fmt: skip
    said = (
        f"Closed through {format_month(last)}: all is as it was sealed."
        if last
        else "No month is closed, and no seal was altered."
    )
    return Result(
        SealProblem, about={"closed_through": last}, sentences=[said], answer=True, nothing=said
    )
