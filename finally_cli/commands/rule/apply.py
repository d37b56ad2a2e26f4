"""finally rule apply: rules over the bank rows that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import writes
from finally_cli.commands.inbox.decisions import Decision, write_decisions
from finally_cli.commands.options import MonthOption
from finally_cli.commands.rule.find import load_rules
from finally_cli.commands.rule.waiting import Settled, settle_rows, waiting_rows
from finally_cli.model.kinds import Code, Day, Id, Kind, Money, Remark
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.rules import rule_in_words
from finally_cli.model.text import plural, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

PAIR_TRANSFERS = Statement("rule/pair_transfers", NoRows)
DECISIONS = {"ignore": "ignored"}  # what a rule's action is called of a row, where otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleApplied:
    """A bank row and what the rule made of it; the amount is in the account's currency."""

    day: Day
    amount: Money
    currency: Code
    text: str
    becomes: str
    because: Remark
    rule: Annotated[int, Kind("code")]
    id: Id


@writes
def apply(db: Database, month: MonthOption = None) -> Result:
    """Let the rules decide on the bank rows that wait.

    What was decided already stays, by whatever it was decided. A row that may be an entry that is
    there already waits on, whatever rule fits it.

    Examples:
        finally rule apply --month 2026-11 --dry-run
    """
    db.lock_user()
    rows = waiting_rows(db, month)
    settled = list(settle_rows(rows, load_rules(db)))
    decided = [one for one in settled if one.held is None]
    write_decisions(db, map(decision_of, decided))
    transfers = [one.row.id for one in decided if one.rule.action == "transfer"]
    if transfers:
        db.run(PAIR_TRANSFERS, ids=transfers)
    shown = [
        RuleApplied(
            day=one.row.day,
            amount=one.row.amount,
            currency=one.row.currency,
            text=one.row.text,
            becomes=one.rule.becomes,
            because=rule_in_words(one.rule),
            rule=one.rule.position,
            id=one.row.id,
        )
        for one in decided
    ]
    left = len(rows) - len(decided)
    of_month = f" of {format_month(month)}" if month else ""
    others = left - sum(one.held is not None for one in settled)
    unknown = plural(others, "row that waits", "rows that wait")
    which = "the row" if left == 1 else f"any of the {left:,} rows"
    nothing = f"No rule decides on {which}{of_month} that {'waits' if left == 1 else 'wait'}."
    if not rows:
        nothing = f"No bank row{of_month} waits."
    return Result(
        RuleApplied,
        shown,
        f"Decided on {plural(len(decided), 'row')}{of_month}" if decided else "",
        about={"month": month, "decided": len(decided), "waiting": left},
        nothing=nothing,
        notes=[
            *(Note("HELD", *said) for said in held_in_words(db, settled)),
            *([Note("NO_RULE", f"No rule fits {unknown}.")] if decided and others else []),
        ],
    )


def decision_of(one: Settled) -> Decision:
    """What a rule decides of a row."""
    rule, row = one.rule, one.row
    puts = rule.action == "contribution"
    return Decision(
        row_id=row.id,
        decision=DECISIONS.get(rule.action, rule.action),
        decided_by="rule",
        because=rule_in_words(rule),
        income_category_id=rule.income_category_id,
        expense_category_id=rule.expense_category_id,
        subcategory_id=rule.subcategory_id,
        amount=row.amount,
        asset_id=rule.asset_id,
        contributed=-row.base_amount if puts and row.base_amount is not None else None,
    )


def held_in_words(db: Database, settled: Sequence[Settled]) -> list[tuple[str, str | None]]:
    """What a rule fits and did not decide on and why, each with what helps."""
    held = {why: [one for one in settled if one.held == why] for why in ("TWIN", "CLOSED", "RATE")}
    said: list[tuple[str, str | None]] = []
    if twins := held["TWIN"]:
        entries = truncated_list(sorted({str(one.row.twin) for one in twins}))
        wait = plural(len(twins), "row waits", "rows wait")
        said.append((f"{wait} because this may be the same: {entries}.", None))
    if closed := held["CLOSED"]:
        paths = truncated_list(sorted({one.rule.asset or one.rule.path for one in closed}))
        wait = plural(len(closed), "row waits", "rows wait")
        said.append((f"{wait} because this is closed: {paths}.", "finally rule list"))
    if rates := held["RATE"]:
        base, first = db.user.base_currency, rates[0].row
        month = format_month(first.day)
        wait = plural(len(rates), "row waits", "rows wait")
        said.append(
            (
                f"{wait} for a rate from {first.currency} to {base}, the first in {month}.",
                f"finally fx set {first.currency}/{base} RATE --month {month}",
            )
        )
    return said
