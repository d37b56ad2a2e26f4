"""The accounts of a journal, and which of the five types each is of."""

from __future__ import annotations

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.account_map import SEPARATOR, AccountMap
from finally_cli.model.text import fold_name, quote

ASSETS, LIABILITIES, EQUITY, INCOME, EXPENSES = (
    "assets",
    "liabilities",
    "equity",
    "income",
    "expenses",
)
TYPES = (ASSETS, LIABILITIES, EQUITY, INCOME, EXPENSES)
# The words that hledger knows a type by, as the first name of an account or in a declaration.
WORDS = {
    "asset": ASSETS, "assets": ASSETS, "a": ASSETS, "cash": ASSETS, "c": ASSETS,
    "liability": LIABILITIES, "liabilities": LIABILITIES, "l": LIABILITIES,
    "debt": LIABILITIES, "debts": LIABILITIES,
    "equity": EQUITY, "e": EQUITY, "conversion": EQUITY, "v": EQUITY,
    "income": INCOME, "incomes": INCOME, "revenue": INCOME, "revenues": INCOME, "r": INCOME,
    "expense": EXPENSES, "expenses": EXPENSES, "x": EXPENSES,
}  # fmt: skip
TOPS = frozenset(word for word in WORDS if len(word) > 1) - {"cash", "conversion"}
SHOWN = 20  # accounts that are listed in a refusal


class AccountTypes:
    """The types of accounts: as they were said, or by the first name in each."""

    def __init__(self, said: list[tuple[str, str]]) -> None:
        for account, word in said:
            if fold_name(word) not in WORDS:
                raise BadUsage(
                    f"{quote(word)} is no type of accounts",
                    f"Say {quote(account)} is one of: {', '.join(TYPES)}.",
                )
        self.said = AccountMap(said)

    def type_of(self, account: str) -> str | None:
        """Its type; None where nothing tells it.

        >>> AccountTypes([("Ausgaben", "expenses")]).type_of("Ausgaben:Essen")
        'expenses'
        >>> AccountTypes([]).type_of("Revenues"), AccountTypes([]).type_of("a:b")
        ('income', None)
        """
        if mapped := self.said.find(account):
            return WORDS[fold_name(mapped.target)]
        top = fold_name(account.partition(SEPARATOR)[0].strip())
        return WORDS[top] if top in TOPS else None


def plain_account(cell: str) -> str:
    """An account without the brackets of a virtual posting.

    >>> plain_account("(expenses:food)"), plain_account("[assets:goal]"), plain_account("a (b)")
    ('expenses:food', 'assets:goal', 'a (b)')
    """
    account = cell.strip()
    if account[:1] + account[-1:] in ("()", "[]"):
        return account[1:-1].strip()
    return account


def refuse_untyped(accounts: list[str]) -> None:
    """Raises BadFile where the type of an account is not known."""
    if not accounts:
        return
    tops = list(dict.fromkeys(one.partition(SEPARATOR)[0].strip() for one in accounts))
    many = f" and {len(tops) - SHOWN} more" if len(tops) > SHOWN else ""
    raise BadFile(
        f"nothing says of what type the accounts under {', '.join(map(quote, tops[:SHOWN]))}{many}"
        " are; nothing was written",
        f"Say it for each: --type {shell_word(tops[0])}=expenses, or assets, liabilities, equity,"
        " income.",
        code="ACCOUNT_TYPE_UNKNOWN",
        details={"accounts": accounts},
    )


def shell_word(text: str) -> str:
    """A text as a shell takes it for one word."""
    from shlex import quote as shell_quote

    return shell_quote(text)
