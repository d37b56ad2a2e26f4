"""finally export beancount: the books as beancount reads them."""

from __future__ import annotations

from finally_cli.commands.command import reads
from finally_cli.commands.export.export_file import ForceOption, OutputOption
from finally_cli.commands.export.ledger_books import (
    CommoditiesOption,
    Missing,
    MissingOption,
    WhatOption,
    export_ledger,
)
from finally_cli.commands.options import FromOption, ToOption
from finally_cli.model.exporting.beancount import write_beancount
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database


@reads
def beancount(
    db: Database,
    profile: Profile,
    output: OutputOption = None,
    force: ForceOption = False,
    first: FromOption = None,
    last: ToOption = None,
    what: WhatOption = None,
    missing: MissingOption = Missing.REMARK,
    commodities: CommoditiesOption = True,
) -> Result:
    """Write the books as a ledger for beancount.

    bean-check accepts it, and its net worth, incomes and expenses of every month are those of
    finally's reports. A ledger carries the last value of an asset on; in a month that has
    none the two cannot agree, and it is said which those are.

    What is kept by quantity is shares of a commodity, with the price of each month's end: ask
    for values at market. With --amounts all of it is in your currency.

    Examples:
        finally export beancount -o books.beancount
        finally export beancount --from 2026 --what items,budgets
    """
    return export_ledger(
        "beancount", write_beancount, db, profile, output,
        force=force, first=first, last=last, what=what, missing=missing,
        commodities=commodities,
    )  # fmt: skip
