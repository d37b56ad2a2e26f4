"""Whether what was done is all still there, and unaltered: one user's chain, rows and seals."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Id, Month
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEvent:
    sequence: int | None
    event_id: Id | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    table_name: str
    row_id: Id
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadSeal:
    """What is not as the seal of a closed month has it; `table_name` whose rows differ."""

    month: Month
    sequence: int
    problem: str
    table_name: str | None


VERIFY = Statement("audit/verify", BadEvent)
VERIFY_ROWS = Statement("audit/verify_rows", BadRow)
VERIFY_SEALS = Statement("close/verify", BadSeal)

# What is wrong with a closed month.
SEAL_SENTENCES = {
    "seal": "the seal is not as it was written",
    "reopening": "what the seal says of its reopening is not as it was written",
    "link": "a seal before it is gone, or was put in",
    "order": "months did not close in order",
    "rows": "rows are not as they were sealed",
}
