"""Which column of a file is what, by its name and by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finally_cli.model.bank.column_profile import ColumnProfile
from finally_cli.model.bank.header_words import name_fits, name_words, ways_of
from finally_cli.model.bank.numbers import Unreadable, read_amount

Profiles = list[ColumnProfile]
Test = Callable[[ColumnProfile], bool]
FEW_WORDS = 3  # of a column that may say which way money went, in words that are not known
AMOUNTS = ("amount", "money_in", "money_out")
OWN_NAMES = ("name", "naam", "nom", "nazev", "nombre", "nome")
Roles = dict[str, list[int]]  # the places of the columns of a kind


class RoleFinder:
    """Gives each column to the kind that fits it best; a column is of one kind."""

    def __init__(self, profiles: Profiles, rows: list[list[str]]) -> None:
        self.profiles = profiles
        self.rows = rows  # the first ones, as wide as the profiles
        self.roles: Roles = {}
        self.sense = 0  # of the amount's sign, where words say it: 1 minus is out, -1 minus is in
        self.taken: set[int] = set()

    def find(self, given: Roles) -> Roles:
        """The kinds of all columns, of which some are given."""
        self.roles = {kind: list(places) for kind, places in given.items()}
        self.taken = {place for places in given.values() for place in places}
        self.find_days()
        if not {"amount", "money_in", "money_out"} & set(given):
            self.find_amounts()
        self.find_balance()
        self.find_flag()
        for kind, test in (
            ("currency", lambda one: one.is_currencies),
            ("state", lambda one: one.is_words and len(one.words) <= 8 and not one.is_text_of_rows),
            ("id", is_id),
            (
                "counter_account",
                lambda one: (is_account(one) and not is_one_value(one)) or not one.filled,
            ),
            ("account", lambda one: is_account(one) and is_repeated(one)),
            ("category", lambda one: not one.amounts and not one.days),
        ):  # type: tuple[str, Test]
            self.take(kind, test)
        self.find_ibans()
        self.find_text()
        return {kind: places for kind, places in self.roles.items() if places}

    def free(self, test: Test) -> Profiles:
        return [one for one in self.profiles if one.place not in self.taken and test(one)]

    def best(self, kind: str, among: Iterable[ColumnProfile]) -> ColumnProfile | None:
        """The column whose name fits a kind best; the first one of several."""
        fitting = [(name_fits(one.name, kind), -one.place, one) for one in among]
        found = max(fitting, default=None, key=lambda one: one[:2])
        return found[2] if found and found[0] else None

    def take(self, kind: str, test: Test) -> ColumnProfile | None:
        """Give a kind to the column that its name and content fit best."""
        if kind in self.roles:
            return None
        found = self.best(kind, self.free(test))
        if found:
            self.give(kind, found)
        return found

    def give(self, kind: str, one: ColumnProfile) -> None:
        self.roles[kind] = [one.place]
        self.taken.add(one.place)

    def find_days(self) -> None:
        """The day of booking, and that of interest."""
        days = self.free(lambda one: one.is_days)
        named = [one for one in days if name_fits(one.name, "day")]
        value = self.best("value_day", days)
        if "day" not in self.roles and days:
            booked = [one for one in named if one is not value] or days
            self.give("day", self.best("day", booked) or booked[0])
        if "value_day" not in self.roles:
            rest = [one for one in days if one.place not in self.taken]
            other = value if value in rest else None
            if not any(one.name for one in self.profiles):
                other = rest[0] if rest else None
            if other:
                self.give("value_day", other)

    def find_amounts(self) -> None:
        """The amount, in one column or in two."""
        numbers = self.free(
            lambda one: (
                one.is_amounts
                or (one.is_mostly_amounts and any(name_fits(one.name, kind) for kind in AMOUNTS))
            )
        )
        empty = self.free(lambda one: not one.filled)
        came = self.best("money_in", [*numbers, *empty])
        went = self.best("money_out", [one for one in (*numbers, *empty) if one is not came])
        amount = self.best("amount", [one for one in numbers if one not in (came, went)])
        if amount and amount.filled >= max(one.filled for one in numbers):
            self.give("amount", amount)
        elif came and went and (came.filled or went.filled):
            self.give("money_in", came)
            self.give("money_out", went)
        elif amount or came or went:
            for kind, one in (("amount", amount), ("money_in", came), ("money_out", went)):
                if one and one.filled:  # Soll/Haben is both, and so is what has a sign
                    self.give("amount" if one.minus else kind, one)
                    break
        else:
            self.guess_amounts(numbers)

    def guess_amounts(self, numbers: Profiles) -> None:
        """The amounts of a file whose names say nothing: left open where several may be it."""
        money = [one for one in numbers if one.precise or one.minus or one.symbol]
        money = money or [one for one in numbers if one.longest < 8]
        money = [one for one in money if not name_fits(one.name, "balance")]
        if len(money) == 1:
            self.give("amount", money[0])
            return
        signed = [one for one in money if one.minus]
        if len(signed) == 1 and signed[0].filled >= max(one.filled for one in money):
            self.give("amount", signed[0])
            return
        pairs = [(a, b) for a in money for b in money if a.place < b.place and self.exclude(a, b)]
        if pairs:
            self.give_pair(*pairs[0], [one for one in money if one not in pairs[0]])
        elif len(money) == 2 and (running := self.running(*money)):
            self.give("amount", running[0])
            self.give("balance", running[1])
        elif money:
            self.roles["amounts"] = [one.place for one in money]

    def exclude(self, one: ColumnProfile, other: ColumnProfile) -> bool:
        """Whether each row has an amount in one of two columns, and none or 0 in the other."""
        cells = list(zip(column(self.rows, one), column(self.rows, other), strict=True))
        found = [(is_more_than_zero(a), is_more_than_zero(b)) for a, b in cells]
        return (
            len(found) > 1
            and sum(a != b for a, b in found) == len(found)
            and any(a for a, _ in found)
            and any(not a for a, _ in found)
        )

    def give_pair(self, one: ColumnProfile, other: ColumnProfile, rest: Profiles) -> None:
        """Two columns of amounts, of which balances beside them may say which came in."""
        for balance in rest:
            for came, went in ((one, other), (other, one)):
                amounts = net(column(self.rows, came), column(self.rows, went))
                if follows(amounts, column(self.rows, balance)):
                    self.give("money_in", came)
                    self.give("money_out", went)
                    self.give("balance", balance)
                    return
        self.roles["either"] = [one.place, other.place]
        self.taken |= set(self.roles["either"])

    def running(
        self, one: ColumnProfile, other: ColumnProfile
    ) -> tuple[ColumnProfile, ColumnProfile] | None:
        """Which of two columns is the amount and which the balance after it, if they follow."""
        for amount, balance in ((one, other), (other, one)):
            if follows(column(self.rows, amount), column(self.rows, balance)):
                return amount, balance
        return None

    def find_balance(self) -> None:
        self.take("balance", lambda one: one.is_amounts)
        if "balance" not in self.roles and "amount" in self.roles and not self.named():
            amount = self.profiles[self.roles["amount"][0]]
            for one in self.free(lambda one: one.is_amounts):
                if follows(column(self.rows, amount), column(self.rows, one)):
                    self.give("balance", one)
                    return

    def named(self) -> bool:
        return any(one.name for one in self.profiles)

    def find_flag(self) -> None:
        """A column of words that say which way the money went, where the amount does not."""
        if "flag" in self.roles or "amount" not in self.roles:
            return
        amount = self.profiles[self.roles["amount"][0]]
        best: ColumnProfile | None = None
        for one in self.free(lambda one: one.is_words and len(one.words) <= 8):
            came, went, others = ways_of(list(one.words))
            known = sum(one.words[word] for word in (*came, *went))
            if known * 10 < one.filled * 9 or not (came or went):
                continue
            fit, whole = name_fits(one.name, "flag"), one.filled == amount.filled
            is_said = fit or (came and went) if whole else not others and not amount.minus
            if is_said and (best is None or fit > name_fits(best.name, "flag")):
                best = one
        if best is None and not amount.minus:
            best = self.best(
                "flag",
                self.free(
                    lambda one: (
                        one.is_words
                        and 2 <= len(one.words) <= FEW_WORDS
                        and one.filled == amount.filled
                    )
                ),
            )
        if best:
            self.sense = self.agree(amount, best) if amount.minus else 0
            if not self.sense:
                self.give("flag", best)

    def agree(self, amount: ColumnProfile, flag: ColumnProfile) -> int:
        """Whether signs say always what words say (1) or its opposite (-1), so that these need not
        be read; else 0."""
        came, went, _ = ways_of(list(flag.words))
        found = set()
        for row in self.rows:
            word, is_out = row[flag.place].strip(), "-" in row[amount.place]
            if word in came or word in went:
                found.add(1 if is_out == (word in went) else -1)
        return found.pop() if len(found) == 1 else 0

    def find_ibans(self) -> None:
        """Accounts in columns without a name: the own one is the same in all rows."""
        for one in self.free(lambda one: one.accounts * 2 > one.filled and not one.name):
            kind = "account" if is_one_value(one) else "counter_account"
            if kind not in self.roles:
                self.give(kind, one)

    def find_text(self) -> None:
        """All columns of words that people read, in the order of the file."""
        if "text" in self.roles:
            return
        free = self.free(lambda one: not one.is_days and not one.is_currencies)
        named = [one for one in free if name_fits(one.name, "text") and not one.precise]
        longer = [name_words(one.name) for one in named]
        # A name beside another party's name is that of the account's owner.
        named = [
            one
            for one in named
            if name_words(one.name) not in OWN_NAMES
            or not any(words.startswith(f"{name_words(one.name)} ") for words in longer)
        ]
        if not any(one.is_text for one in named):
            texts = [one for one in free if one.is_text and not is_id(one)]
            named = [one for one in texts if one.accounts * 2 <= one.filled] or named
        if not named:
            named = [one for one in free if one.filled and not one.amounts and not one.accounts]
        self.roles["text"] = [one.place for one in named]


def is_id(one: ColumnProfile) -> bool:
    """Whether it may be the bank's own id: each row has another one, and they do not count rows."""
    counts = one.longest < 6 and one.amounts == one.filled
    is_key = all(" " not in value and any(map(str.isdigit, value)) for value in one.values)
    return one.is_unique and is_key and not counts and not one.days and not one.precise


def is_account(one: ColumnProfile) -> bool:
    """Whether it may be the number or the name of an account."""
    return one.filled > 0 and not one.days and not one.precise and not one.minus


def is_one_value(one: ColumnProfile) -> bool:
    """Whether all rows have the same: it is then of the own account."""
    return one.filled > 1 and len(one.values) == 1


def is_repeated(one: ColumnProfile) -> bool:
    """Whether it has few values: of an own account, and not of others."""
    return len(one.values) <= 20 and (len(one.values) * 2 <= one.filled or one.filled == 1)


def column(rows: list[list[str]], one: ColumnProfile) -> list[str]:
    return [row[one.place].strip() for row in rows]


def is_more_than_zero(cell: str) -> bool:
    return any(digit in cell for digit in "123456789")


def net(came: list[str], went: list[str]) -> list[str]:
    """Amounts in one column, of two of which one is empty or 0."""
    return [
        a if is_more_than_zero(a) else f"-{b.strip('- ')}" for a, b in zip(came, went, strict=True)
    ]


def follows(amounts: list[str], balances: list[str]) -> bool:
    """Whether balances follow amounts from row to row, in either order; three rows at the least."""
    for decimal in (".", ","):
        try:
            values = [read_amount(cell, decimal)[0] for cell in amounts]
            after = [read_amount(cell, decimal)[0] for cell in balances]
        except Unreadable:
            continue
        pairs = range(1, len(values))
        oldest_first = sum(after[n - 1] + values[n] == after[n] for n in pairs)
        newest_first = sum(after[n] + values[n - 1] == after[n - 1] for n in pairs)
        if max(oldest_first, newest_first) * 3 > 2 * len(pairs) > 2:
            return True
    return False
