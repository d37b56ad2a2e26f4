"""The balances of accounts in the JSON file that Ghostfolio exports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.csv_file import EXPORT_AGAIN, is_damaged
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.money import MOST_DIGITS
from finally_cli.model.month import parse_day
from finally_cli.model.text import fold_name, parse_name, quote

FORM = "Give what Ghostfolio exports: JSON with accounts, and the balances of each by the day."
FINEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBalance:
    """The last balance of an account in a month; `number` counts the balances of the file."""

    number: int
    account: str
    currency: str
    day: str
    amount: Decimal


@dataclass(slots=True)
class GhostfolioFile:
    """What a file holds: the months' balances, and what is wrong with others.

    `rounded` counts amounts of more than four decimals, and `activities` what is not taken.
    """

    lines: int = 0
    bad: list[BadLine] = field(default_factory=list)
    months: dict[tuple[str, str], MonthBalance] = field(default_factory=dict)
    rounded: int = 0
    activities: int = 0


def read_export(text: str) -> GhostfolioFile:
    """The balances of an export. Raises BadFile for what is none, or was cut off."""
    export = parse_json(text)
    accounts = export.get("accounts")
    if not isinstance(accounts, list) or not all(isinstance(one, dict) for one in accounts):
        raise BadFile("this is not what Ghostfolio exports", FORM, code="BAD_HEADER")
    if accounts and not any("balances" in one for one in accounts):
        raise BadFile(
            "the accounts have no balances by the day",
            "Ghostfolio exports them since version 2.145: update it, and export once more.",
            code="BAD_HEADER",
        )
    file = GhostfolioFile()
    activities = export.get("activities")
    file.activities = len(activities) if isinstance(activities, list) else 0
    names: set[str] = set()
    for account in accounts:
        name, currency = account_facts(account)
        if fold_name(name) in names:
            raise BadFile(
                f"two accounts are named {quote(name)}; nothing was written",
                "Rename one of them in Ghostfolio, and export once more.",
                code="SAID_TWICE",
            )
        names.add(fold_name(name))
        balances = account.get("balances") or []
        if not isinstance(balances, list):
            raise BadFile(f"the balances of {quote(name)} are no list", FORM, code="BAD_HEADER")
        for balance in balances:
            file.lines += 1
            try:
                read_balance(file, name, currency, balance)
            except BadUsage as error:
                file.bad.append(BadLine(file.lines, f"{quote(name)}: {error.message}"))
    return file


def parse_json(text: str) -> dict[str, object]:
    """The JSON object of a text, its numbers exact; empty for what is none. Raises BadFile."""
    import json

    def refuse_constant(name: str) -> None:
        raise ValueError(name)

    if not text.strip():
        raise BadFile("the file is empty", FORM, code="FILE_EMPTY")
    if is_damaged(text, "utf-8"):
        raise BadFile("the file is not UTF-8 text", EXPORT_AGAIN, code="BAD_ENCODING")
    try:
        parsed: object = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=refuse_constant
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f": it breaks off or is wrong in line {line}" if line else ""
        raise BadFile(f"the file is not JSON{where}", EXPORT_AGAIN, code="BAD_JSON") from None
    return parsed if isinstance(parsed, dict) else {}


def account_facts(account: dict[str, object]) -> tuple[str, str]:
    """The name and the currency of an account. Raises BadFile where one lacks or is wrong."""
    name, currency = account.get("name"), account.get("currency")
    if not isinstance(name, str) or not isinstance(currency, str):
        raise BadFile("an account lacks its name or its currency", FORM, code="BAD_HEADER")
    try:
        return parse_name(name), parse_currency(currency)
    except BadUsage as error:
        raise BadFile(
            f"the account {quote(name)} cannot be imported: {error.message}",
            "Change it in Ghostfolio, and export once more.",
        ) from error


def read_balance(file: GhostfolioFile, name: str, currency: str, balance: object) -> None:
    """Keep a balance that is the last one of its month. Raises BadUsage for what is none."""
    date = balance.get("date") if isinstance(balance, dict) else None
    value = balance.get("value") if isinstance(balance, dict) else None
    if not isinstance(date, str) or not isinstance(value, Decimal):
        raise BadUsage("a balance lacks its date or its value")
    found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?", date)
    if found is None:
        raise BadUsage(f"{quote(date)} is not a date")
    day = parse_day(found[1]).isoformat()
    if abs(value) >= Decimal(10) ** MOST_DIGITS:
        raise BadUsage(f"the balance of {day} is too large")
    amount = value.quantize(FINEST, ROUND_HALF_UP)
    earlier = file.months.get((name, day[:7]))
    if earlier is None or earlier.day <= day:
        file.months[name, day[:7]] = MonthBalance(
            number=file.lines, account=name, currency=currency, day=day, amount=amount
        )
    file.rounded += amount != value
