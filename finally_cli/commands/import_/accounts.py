"""The assets that accounts of another program are, and those that are added for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finally_cli.commands.command import Terminal
from finally_cli.commands.import_.snapshots import CURRENCIES
from finally_cli.commands.lookup import CATEGORIES, no_such_category
from finally_cli.model.categories import PATH, CategoryKind, match_categories
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.account_map import SEPARATOR, AccountMap, names_of
from finally_cli.model.text import fold_name, plural
from finally_cli.store.database import Database

# What the names in an account say of its category; nothing else is guessed.
WORDS = {
    "CASH": "bank banks cash checking chequing current deposit deposits giro saving savings wallet",
    "CRYPTO": "bitcoin btc crypto eth ethereum",
    "REAL_ESTATE": "apartment flat home house property",
    "CREDIT_CARD": "amex card cards credit creditcard mastercard visa",
    "LOAN": "loan loans",
    "MORTGAGE": "mortgage mortgages",
}
OF_DEBTS = ("CREDIT_CARD", "LOAN", "MORTGAGE")


@dataclass(frozen=True, slots=True)
class Owner:
    """The asset that an account is; `category` is given where it is to be added."""

    asset: str
    category: str | None = None


class AccountAssets:
    """The asset of each account: as a map says, or by its names; else one that is to be added."""

    def __init__(self, db: Database, said: AccountMap, *, create: bool) -> None:
        self.db = db
        self.said = said
        self.create = create
        self.assets = {fold_name(row.asset): row.asset for row in db.all(CURRENCIES)}
        self.categories = [
            row
            for row in db.all(CATEGORIES, kind=None)
            if row.kind in (CategoryKind.ASSET, CategoryKind.LIABILITY)
        ]
        self.unmatched: dict[str, str] = {}  # with what it would be, or nothing

    def find(
        self, account: str, names: list[str], *, is_debt: bool, otherwise: str | None = None
    ) -> Owner | None:
        """The asset of an account with these names below its top; None to leave it out.

        Also None where there is none, which is kept in `unmatched`. `otherwise` is the category of
        one whose names say none. Raises NotFound for a map to what is neither an asset nor a
        category.
        """
        name = SEPARATOR.join(names) or account
        if mapped := self.said.find(account):
            if mapped.is_left_out:
                return None
            return self.as_said(account, mapped.target, mapped.rest, name)
        for known in (account, name, names[-1] if names else account):
            for written in (known, known.replace(SEPARATOR, " ")):
                if asset := self.assets.get(fold_name(written)):
                    return Owner(asset)
        return self.to_add(account, name, guess_category(names, is_debt=is_debt) or otherwise)

    def as_said(self, account: str, target: str, rest: list[str], name: str) -> Owner | None:
        """The asset that a map names: one that is there, or CATEGORY, or CATEGORY/NAME."""
        if asset := self.assets.get(fold_name(target)):
            return Owner(asset)
        category, slash, own = (part.strip() for part in target.partition(PATH))
        fits = match_categories(self.categories, category)
        if len(fits) != 1:
            raise no_such_category(self.db, category, (CategoryKind.ASSET, CategoryKind.LIABILITY))
        if slash and own:
            name = SEPARATOR.join([own, *rest])
        if asset := self.assets.get(fold_name(name)):
            return Owner(asset)
        return self.to_add(account, name, fits[0].category)

    def to_add(self, account: str, name: str, category: str | None) -> Owner | None:
        """An asset that is to be added, where that is wanted and its category is known."""
        if category is None or not self.create:
            self.unmatched[account] = f"{category}{PATH}{name}" if category else ""
            return None
        return Owner(name, category)


def guess_category(names: list[str], *, is_debt: bool) -> str | None:
    """The category that the names in an account say, the last of them first.

    >>> guess_category(["bank", "checking"], is_debt=False), guess_category(["x"], is_debt=False)
    ('CASH', None)
    """
    for name in reversed(names):
        for word in re.findall(r"\w+", fold_name(name).replace("_", " ")):
            for category, words in WORDS.items():
                if (category in OF_DEBTS) == is_debt and word in words.split():
                    return category
    return None


def refuse_unknown_assets(terminal: Terminal, assets: AccountAssets, what: str = "account") -> None:
    """List the accounts that are no asset, as a map takes them. Raises BadFile if there is any."""
    unmatched = assets.unmatched
    if not unmatched:
        return
    for account, place in unmatched.items():
        terminal.say(f"{account} = {place or '?'}")
    unknown = [account for account, place in unmatched.items() if not place]
    first = unknown[0] if unknown else next(iter(unmatched))
    said = f"--map '{first}=ASSET', or with its category, --map '{first}=CASH'"
    hint = f"Say what {'it is' if len(unmatched) == 1 else 'each is'}: {said}"
    if not assets.create:
        hint += "; --create-assets adds them"
        hint += ", once the category of each is known" if unknown else " as they are listed"
    is_no = "is no asset" if len(unmatched) == 1 else "are no assets"
    raise BadFile(
        f"{plural(len(unmatched), what)} {is_no} of yours; nothing was written",
        hint,
        code="ASSET_UNKNOWN",
        details={"unmatched": unmatched},
    )


def names_below(account: str) -> list[str]:
    """The names in an account after its top."""
    return [name for name in names_of(account)[1:] if name]
