"""What an import of a bank's files came to, row by row, in sums and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from finally_cli.commands.command import Terminal
from finally_cli.commands.dry_run import would
from finally_cli.commands.import_.proof import Account
from finally_cli.model.errors import ExitCode
from finally_cli.model.kinds import Change, Code, Count, Day, Kind, Money, Remark
from finally_cli.model.money import format_exact, format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import and_list, plural, quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

HELD = 10_000  # rows that are held to be listed; of more, an import lists what waits, if not more


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """A row of a bank's file, what it is, what becomes of it and why.

    `amount` is in the account's sense: minus is out. `state` is new, known, twin, pending, ignored
    or transfer.
    """

    line: Annotated[int, Kind("count", spare=1)]
    day: Day
    amount: Change
    currency: Code
    text: str
    state: str
    becomes: str
    because: Remark | None
    source: Code
    id: Annotated[str | None, Kind("id", shown=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """How many rows are what, and what the booked ones sum to."""

    rows: Count
    new: Count
    known: Count
    pending: Count
    written: Count
    ignored: Count
    transfers: Count
    twins: Count
    waiting: Count
    moved: Count
    sum: Money
    money_in: Money
    money_out: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTotals:
    """All files of a command. Balances are of one account; null where there are several.

    `follows` says whether opening, rows and closing prove each other, in every account that says.
    """

    rows: Count
    sum: Money
    money_in: Money
    money_out: Money
    opening: Money | None
    closing: Money | None
    follows: bool | None
    new: Count
    known: Count
    pending: Count
    written: Count
    ignored: Count
    transfers: Count
    twins: Count
    waiting: Count


@dataclass(slots=True)
class Imported:
    """What the files of a command came to."""

    accounts: list[Account] = field(default_factory=list)
    import_ids: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # beside what is said of the rows
    notes: list[Note] = field(default_factory=list)
    bad: int = 0


LIST_ROWS = Statement("import/list_rows", JudgedRow)
COUNT_ROWS = Statement("import/count_rows", RowCounts)


def bank_result(
    db: Database,
    terminal: Terminal,
    imported: Imported,
    *,
    is_dry: bool,
) -> Result:
    """What was done, or would be: every row in a dry run, and in an import of not too many."""
    counts = db.one(COUNT_ROWS)
    assert counts is not None  # a count is always one row
    many = counts.rows + counts.pending > HELD
    unlisted = many and (is_dry or counts.waiting > HELD)
    notes = imported.notes
    if imported.bad:
        message = f"{plural(imported.bad, 'row')} could not be read, and were left out."
        notes.append(Note("ROWS_LEFT_OUT", message))
    said = [*imported.said, *sentences(counts, imported)]
    facts = zip(imported.accounts, imported.import_ids, strict=True)
    result = Result(
        JudgedRow,
        title=and_list(imported.files),
        about={"accounts": [account_facts(*pair, is_dry=is_dry) for pair in facts]},
        totals=totals_of(counts, imported.accounts),
        notes=notes,
        nothing="No rows.",
        exit_code=ExitCode.PARTLY if imported.bad else 0,
        rows=() if unlisted else db.all(LIST_ROWS, waiting=many, is_dry=is_dry),
        stream=db.each(LIST_ROWS, waiting=False, is_dry=is_dry) if is_dry and many else None,
        sentences=() if is_dry else said,
        aside="\n".join(map(would, said)) if is_dry else "",
    )
    if not is_dry:
        for note in notes:
            terminal.say(note.message)
    return result


def waiting_ids(result: Result) -> set[str]:
    """The rows of an import that wait, as far as it lists them."""
    rows = [row for row in result.rows if isinstance(row, JudgedRow)]
    return {row.id for row in rows if row.id is not None and row.becomes == "inbox"}


def totals_of(counts: RowCounts, accounts: Sequence[Account]) -> BankTotals:
    """The sums of all files, with the balances where there is one account."""
    one = accounts[0] if len(accounts) == 1 else None
    said = [account.follows for account in accounts if account.follows is not None]
    return BankTotals(
        rows=counts.rows,
        sum=counts.sum,
        money_in=counts.money_in,
        money_out=counts.money_out,
        opening=one.opening if one else None,
        closing=one.closing if one else None,
        follows=all(said) if said else None,
        new=counts.new,
        known=counts.known,
        pending=counts.pending,
        written=counts.written,
        ignored=counts.ignored,
        transfers=counts.transfers,
        twins=counts.twins,
        waiting=counts.waiting,
    )


def account_facts(account: Account, import_id: str, *, is_dry: bool) -> dict[str, object]:
    """An account of a file, as JSON has it beside the rows."""

    def exact(amount: Decimal | None) -> str | None:
        return None if amount is None else format_exact(amount)

    def iso(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        "source": account.source.source,
        "currency": account.source.currency,
        "import": None if is_dry else import_id,
        "rows": account.rows,
        "sum": exact(account.sum),
        "first_day": iso(account.first_day),
        "last_day": iso(account.last_day),
        "opening": exact(account.opening),
        "closing": exact(account.closing),
        "closing_on": iso(account.closing_on),
        "follows": account.follows,
        "values": [format_month(month) for month in account.values],
    }


def sentences(counts: RowCounts, imported: Imported) -> list[str]:
    """What was done, in words."""
    files = and_list(imported.files)
    said = [f"Imported {plural(counts.new, 'new row')} of {files}{becomes(counts)}."]
    if not counts.new:
        said = [f"Nothing is new in {files}."]
    if counts.known:
        were = "row was" if counts.known == 1 else "rows were"
        said.append(f"{counts.known:,} {were} known already, and passed over.")
    if counts.pending:
        said.append(
            f"{plural(counts.pending, 'pending row')} left out until the bank has booked it."
        )
    for account in imported.accounts:
        said += account_sentences(account)
    if counts.waiting:
        said.append("Decide on what waits with: finally inbox review")
    return said


def becomes(counts: RowCounts) -> str:
    """What became of new rows, behind a colon."""
    parts = [
        f"{many:,} {words}"
        for many, words in (
            (counts.written, "by your rules"),
            (counts.transfers, "between your own accounts"),
            (counts.ignored, "ignored"),
            (counts.waiting - counts.twins, "in the inbox"),
            (counts.twins, "held in the inbox, for an entry may be there already"),
        )
        if many
    ]
    return f": {and_list(parts)}" if parts else ""


def account_sentences(account: Account) -> list[str]:
    """What an account's balances prove, and the values that they gave."""
    name, currency = quote(account.source.source), account.source.currency
    said = []
    if account.follows and account.closing is not None and account.closing_on is not None:
        since = f" since {account.proven_on.isoformat()}" if account.proven_on else ""
        said.append(
            f"No row of {name} is missing{since}: its balances follow, up to"
            f" {format_money(account.closing)} {currency} on {account.closing_on.isoformat()}."
        )
    asset = quote(account.source.asset or "")
    if account.values:
        months = and_list([format_month(month) for month in account.values])
        said.append(f"Recorded its balance as the value of {asset} for {months}.")
    if account.confirmed:
        months = and_list([format_month(month) for month in account.confirmed])
        said.append(f"Its balance is the value of {asset} for {months} already.")
    return said
