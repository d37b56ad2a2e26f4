"""Whether what was done is all still there, and unaltered: asked of one user's chain and rows."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Id
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


VERIFY = Statement("audit/verify", BadEvent)
VERIFY_ROWS = Statement("audit/verify_rows", BadRow)
