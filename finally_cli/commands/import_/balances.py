"""The balances of another program's accounts, as values of assets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from finally_cli.commands.command import Terminal
from finally_cli.commands.import_.accounts import (
    AccountAssets,
    names_below,
    refuse_unknown_assets,
)
from finally_cli.commands.import_.errors import refuse_bad_lines, refuse_faults
from finally_cli.commands.import_.snapshots import ADD_ASSETS, STAGE, record_staged
from finally_cli.commands.import_.stage import FOLDED, add_folded_name, stage_rows
from finally_cli.commands.import_.summary import import_summary
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.account_map import AccountMap
from finally_cli.model.importing.commodities import Currencies
from finally_cli.model.importing.hledger.accounts import LIABILITIES
from finally_cli.model.importing.hledger.balances import BalanceFile
from finally_cli.model.importing.line_file import FaultyFile
from finally_cli.model.importing.values import STAGED, Columns, Staged
from finally_cli.model.kinds import Count
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ZerosPassedOver:
    """How many noughts of a file are no values."""

    passed_over: Count


PASS_OVER_ZEROS = Statement("import/pass_over_zeros", ZerosPassedOver)


def import_balances(
    db: Database,
    terminal: Terminal,
    file: BalanceFile,
    currencies: Currencies,
    said: AccountMap,
    *,
    create_assets: bool,
) -> Result:
    """Record the values of a file's assets and liabilities, or refuse it."""
    refuse_faults(terminal, file, file.bad)
    values = file.values(currencies)
    refuse_faults(terminal, file, file.bad)
    assets = AccountAssets(db, said, create=create_assets)
    used = dict.fromkeys(value.account for value in values if value.amount)
    owners = {
        account: assets.find(
            account, names_below(account), is_debt=file.accounts[account] == LIABILITIES
        )
        for account in used
    }
    refuse_unknown_assets(terminal, assets)
    rows = [
        (line, owner.asset, month, f"{amount:f}", owner.category, currency, None, None)
        for line, account, month, currency, amount in values
        if (owner := owners.get(account)) is not None
    ]
    return record_balances(db, terminal, rows, file, file.columns)


def record_balances(
    db: Database,
    terminal: Terminal,
    rows: Iterable[Staged],
    file: FaultyFile,
    columns: Columns,
    *,
    has_empty_months: bool = True,
    notes: Iterable[Note] = (),
    each: str = "line",
) -> Result:
    """Record values, with a debt below zero, and add the assets whose category is given.

    `has_empty_months` says that a nought may stand where an account was not there yet, or any more;
    `each` is what the numbers of a file that has no lines count.
    """
    db.run(STAGE)
    names = (*STAGED, FOLDED)
    staged = stage_rows(db, terminal, "values", "staged_values", names, add_folded_name(rows))
    if has_empty_months:
        zeros = db.one(PASS_OVER_ZEROS)
        assert zeros is not None  # a count is always one row
        staged -= zeros.passed_over
    created = db.all(ADD_ASSETS)
    refuse_bad_lines(db, terminal, file, columns, create_assets=True, each=each)
    if not staged:
        raise BadFile("the file holds no values", "Nothing was written.", code="FILE_EMPTY")
    written = record_staged(db, terminal, columns, staged)
    result = import_summary(terminal, written, len(created), 0, None)
    return with_notes(result, notes)


def with_notes(result: Result, notes: Iterable[Note]) -> Result:
    """A result with more notes."""
    from dataclasses import replace

    return replace(result, notes=[*result.notes, *notes])
