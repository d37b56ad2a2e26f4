"""What rules make of the bank rows that wait, and what keeps a rule from deciding on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finally_cli.model.kinds import Code, Day, Id, ItsMonth, Money
from finally_cli.model.rules import Rule, RuleSet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A bank row that waits.

    `month` is that of its entry. `amount` is in the account's sense and currency, `base_amount` in
    that of the books, or None where there is no rate. `twin` is an entry that may stand for it
    already.
    """

    id: Id
    day: Day
    month: ItsMonth
    amount: Money
    currency: Code
    text: str
    source_id: Code
    base_amount: Money | None
    twin: str | None


WAITING = Statement("rule/waiting", WaitingRow)


def waiting_rows(db: Database, month: date | None = None) -> list[WaitingRow]:
    """The rows that wait, the oldest first; of one month, where one is given."""
    return db.all(WAITING, base_currency=db.user.base_currency, month=month)


class Settled(NamedTuple):
    """A row that a rule fits; `held` is what keeps the rule from deciding: TWIN, CLOSED, RATE."""

    row: WaitingRow
    rule: Rule
    held: str | None


def settle_rows(rows: Iterable[WaitingRow], rules: RuleSet) -> Iterator[Settled]:
    """Each row that a rule fits, with the first such rule."""
    for row in rows:
        rule = rules.first(row.text, row.amount, row.source_id)
        if rule is not None and row.amount:
            yield Settled(row, rule, held_by(row, rule))


def held_by(row: WaitingRow, rule: Rule) -> str | None:
    """Why a rule does not decide on a row that it fits; None where it does."""
    if row.twin is not None:
        return "TWIN"
    closes = row.day if rule.action == "contribution" else row.month
    if rule.closed_on is not None and rule.closed_on <= closes:
        return "CLOSED"
    if row.base_amount is None and rule.action in ("category", "contribution"):
        return "RATE"
    return None
