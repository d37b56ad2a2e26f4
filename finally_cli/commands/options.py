"""The options and arguments that several commands take, each read and completed in one way."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import typer

from finally_cli.commands import completion
from finally_cli.commands.group import COMMON_OPTIONS
from finally_cli.model.categories import CategoryKind
from finally_cli.model.currency import parse_currency
from finally_cli.model.known_at import KnownAt, parse_known_at
from finally_cli.model.mills import in_mills
from finally_cli.model.money import parse_amount, parse_money, parse_rate
from finally_cli.model.month import parse_day, parse_month
from finally_cli.model.period import (
    parse_first,
    parse_last,
    parse_period,
    parse_planned,
    parse_planned_first,
    parse_planned_last,
    parse_planned_period,
)
from finally_cli.model.quantity import parse_price, parse_quantity
from finally_cli.model.text import parse_key, parse_name, parse_note, parse_ticker

# Of every command, or of all that read or that write; --help shows them apart.
common_option = partial(typer.Option, rich_help_panel=COMMON_OPTIONS)
Json = Annotated[bool, common_option("--json", help="Print JSON: exact, with stable keys.")]
Csv = Annotated[bool, common_option("--csv", help="Print the rows as CSV.")]
ProfileName = Annotated[
    str | None, common_option("--profile", metavar="NAME", help="Which books to open.")
]
User = Annotated[
    str | None,
    common_option(
        "--user", metavar="EMAIL", help="Whose books; the beginning of the email will do."
    ),
]
Quiet = Annotated[bool, common_option("--quiet", "-q", help="Print data only, no remarks.")]
Mask = Annotated[
    bool | None,
    common_option("--mask/--no-mask", help="Show no amounts, only percentages; or all again."),
]
NoPager = Annotated[
    bool, common_option("--no-pager", help="Print a long list at once, without $PAGER.")
]
DryRun = Annotated[
    bool, common_option("--dry-run", help="Show what would change, and change nothing.")
]
IdempotencyKey = Annotated[
    str | None,
    common_option(
        "--idempotency-key",
        parser=parse_key,
        metavar="KEY",
        help="Do it once: the same key again repeats the answer.",
    ),
]
Yes = Annotated[bool, common_option("--yes", "-y", help="Do not ask.")]
# Of every report and every list, and of a page.
KnownAtOption = Annotated[
    KnownAt | None,
    common_option(
        "--known-at",
        parser=parse_known_at,
        metavar="DATE|ID",
        is_eager=True,  # other options are read as on that day
        help="As it was known at the end of a day, or right after an event of finally audit list.",
        autocompletion=completion.events,
    ),
]
# Of every report.
Strict = Annotated[bool, common_option("--strict", help="Refuse what is not all known; say why.")]
sql_option = partial(typer.Option, rich_help_panel="SQL")
ShowSql = Annotated[
    bool,
    sql_option(
        "--show-sql", help="Print the statements that answer, as psql runs them, not the answer."
    ),
]
Explain = Annotated[
    bool,
    sql_option(
        "--explain",
        help="Print their plans, with the rows, times and pages of a second run:"
        " EXPLAIN (ANALYZE, BUFFERS).",
    ),
]


Complete = Callable[[Any, str], list[tuple[str, str]]]  # what a shell offers on TAB

AssetArgument = Annotated[
    str,
    typer.Argument(
        metavar="ASSET",
        help="The asset's name, or the beginning of its id.",
        autocompletion=completion.assets,
    ),
]
NewName = Annotated[str, typer.Argument(parser=parse_name, metavar="NAME", help="Its name.")]
RenameOption = Annotated[
    str | None, typer.Option("--name", parser=parse_name, metavar="NAME", help="Its new name.")
]
CategoryOption = Annotated[
    str | None,
    typer.Option(
        "--category",
        metavar="CODE",
        help="A category's code or name: finally category list.",
        autocompletion=completion.categories,
    ),
]


def month_option(
    flag: str, parser: Callable[[str], date], text: str, metavar: str = "[MONTH]"
) -> Any:
    """An option that takes a month, and may stand without one."""
    return typer.Option(
        flag, parser=parser, metavar=metavar, help=text, autocompletion=completion.months
    )


MonthOption = Annotated[
    date | None,
    month_option(
        "--month",
        parse_month,
        "2026-10, oct (the last one), oct 2025, this, last, next, or -3 for three months ago;"
        " alone, the newest on record.",
    ),
]
PeriodOption = Annotated[
    date | None,
    month_option(
        "--month",
        parse_period,
        "2026-10, oct (the last one), last, or -3 for three months ago; 2025 and 2025-Q3 are"
        " all of their months; alone, the newest on record.",
    ),
]
DateOption = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=parse_day,
        metavar="DATE",
        help="The day, which also says the month: 2026-10-05, today or yesterday.",
    ),
]
FromOption = Annotated[
    date | None,
    month_option(
        "--from",
        parse_first,
        "The first month, or the one that a year (2025) or quarter (2025-Q3) begins with.",
    ),
]
ToOption = Annotated[
    date | None,
    month_option(
        "--to",
        parse_last,
        "The last month, or the one that a year (2025) or quarter (2025-Q3) ends with.",
    ),
]
# Of plans, which lie ahead.
PlanMonthOption = Annotated[
    date | None,
    month_option(
        "--month",
        parse_planned,
        "2026-10, dec (the nearest), dec 2026, this, next, or +3 for three months ahead;"
        " alone, the newest on record.",
    ),
]
PlanPeriodOption = Annotated[
    date | None,
    month_option(
        "--month",
        parse_planned_period,
        "2026-10, dec (the nearest), next, or +3 for three months ahead; 2026 and 2026-Q3 are"
        " all of their months; alone, the newest on record.",
    ),
]
PlanFromOption = Annotated[
    date | None,
    month_option(
        "--from",
        parse_planned_first,
        "The first month, or the one that a year (2026) or quarter (2026-Q3) begins with.",
    ),
]
PlanToOption = Annotated[
    date | None,
    month_option(
        "--to",
        parse_planned_last,
        "The last month, or the one that a year (2026) or quarter (2026-Q3) ends with.",
    ),
]
MonthsOption = Annotated[
    int | None,
    typer.Option("--months", min=1, max=1200, metavar="N", help="The last N months."),
]
CurrencyOption = Annotated[
    str | None,
    typer.Option(
        "--currency",
        parser=parse_currency,
        metavar="CODE",
        help="An ISO 4217 code, such as EUR.",
        autocompletion=completion.currencies,
    ),
]
TickerOption = Annotated[
    str | None,
    typer.Option(
        "--ticker", parser=parse_ticker, metavar="TICKER", help="Its symbol on the exchange."
    ),
]
LockedOption = Annotated[
    bool | None,
    typer.Option(
        "--locked/--no-locked", help="It may not be sold: every plan keeps its value as it is."
    ),
]
NoteOption = Annotated[
    str | None,
    typer.Option("--note", parser=parse_note, metavar="TEXT", help="A remark kept with it."),
]
AmountArgument = Annotated[
    Decimal,
    typer.Argument(
        parser=in_mills(parse_amount), metavar="AMOUNT", help="How much; -25 is money back."
    ),
]
AmountOption = Annotated[
    Decimal | None,
    typer.Option(
        "--amount", parser=in_mills(parse_amount), metavar="AMOUNT", help="How much it was."
    ),
]

OF_INCOME = "A code or name: finally category list --kind income."
OF_EXPENSE = "A code or name, also of a subcategory: finally category list --kind expense."
OF_BUDGET = "A category of expenses, by code or name."


def category_argument(text: str, complete: Complete) -> Any:
    return typer.Argument(metavar="CATEGORY", help=text, autocompletion=complete)


def category_option(text: str, complete: Complete) -> Any:
    return typer.Option("--category", metavar="CATEGORY", help=text, autocompletion=complete)


IncomeCategory = Annotated[str, category_argument(OF_INCOME, completion.income_categories)]
ExpenseCategory = Annotated[str, category_argument(OF_EXPENSE, completion.expense_categories)]
BudgetCategory = Annotated[str, category_argument(OF_BUDGET, completion.expense_categories)]
IncomeCategoryOption = Annotated[
    str | None, category_option(OF_INCOME, completion.income_categories)
]
ExpenseCategoryOption = Annotated[
    str | None, category_option(OF_EXPENSE, completion.expense_categories)
]
BudgetCategoryOption = Annotated[
    str | None, category_option(OF_BUDGET, completion.expense_categories)
]
SubOption = Annotated[
    str | None,
    typer.Option(
        "--sub",
        metavar="CODE",
        help="A subcategory's code or name.",
        autocompletion=completion.subcategories,
    ),
]
RateOption = Annotated[
    Decimal | None,
    typer.Option(
        "--rate",
        parser=parse_rate,
        metavar="RATE",
        help="What one unit of the asset's currency costs in yours.",
    ),
]
ValueOption = Annotated[
    Decimal | None,
    typer.Option(
        "--value",
        parser=in_mills(parse_money, of_asset=True),
        metavar="VALUE",
        help="Its first value.",
    ),
]


QuantityOption = Annotated[
    Decimal | None,
    typer.Option(
        "--quantity",
        parser=parse_quantity,
        metavar="QUANTITY",
        is_eager=True,  # known where the words are read
        help="How many there are, in place of a value; its value is that times the price.",
    ),
]
PriceOption = Annotated[
    Decimal | None,
    typer.Option(
        "--price",
        parser=parse_price,
        metavar="PRICE",
        help="What one of them costs, in the asset's currency.",
    ),
]


class By(StrEnum):
    """What an asset's value follows from: what is asked for each month."""

    VALUE = "value"
    QUANTITY = "quantity"


ByOption = Annotated[
    By | None,
    typer.Option("--by", help="What you record each month: its value, or how many there are."),
]


CategoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY", help="Its code or name.", autocompletion=completion.categories
    ),
]


KindOption = Annotated[CategoryKind | None, typer.Option("--kind", help="What it sorts.")]
