"""The walk's questions: a value for each asset, its rate, and the way back from each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from finally_cli.commands.command import Terminal
from finally_cli.commands.lookup import FoundAsset
from finally_cli.commands.snapshot.record import looks_like_a_slip
from finally_cli.model.errors import FinallyError
from finally_cli.model.holding import Holding, holding_in_words
from finally_cli.model.kinds import Money, Month, Rate
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import format_money, parse_money, parse_rate
from finally_cli.model.month import format_month
from finally_cli.model.slips import slip
from finally_cli.model.sums import parse_sum
from finally_cli.model.text import quote
from finally_cli.store.statements import Statement

HELP = (
    "  Enter   keep the last value (marked as carried); on the way back, your answer\n"
    "  number  the value now; for a debt, what is owed; also a sum, 100+200-30\n"
    "  keep    keep the last value after all\n"
    "  -       leave this one out\n"
    "  back    to the question before; what you have answered stays\n"
    "  ?       this text\n"
    "  Ctrl-C  stop; you are asked whether to keep what you have typed"
)
NO_VALUE_MARKS = ("-", "−")
BACK = ("back", "b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAsset:
    """An asset a month expects a value of. Values are as typed: own currency, a debt unsigned."""

    id: str
    asset: str
    category: str
    kind: str
    currency: str
    value: Money | None
    carried: bool | None
    last_month: Month | None
    last_value: Money | None
    rate: Rate | None

    @property
    def is_debt(self) -> bool:
        return self.kind == "liability"

    @property
    def known(self) -> Decimal | None:
        """The value that it has so far."""
        return self.value if self.value is not None else self.last_value


EXPECTED_ASSETS = Statement("snapshot/expected_assets", ExpectedAsset)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one asset: a value, or None to carry the last one.

    An asset without an id is a new one, which is added first; None leaves it without a value. A
    value that is what so many are worth has its holding.
    """

    asset: ExpectedAsset
    value: Decimal | None
    rate: Decimal | None = None
    holding: Holding | None = None


class Back(Exception):
    """To the question before."""


class Question(Protocol):
    """One question of a walk; it keeps what was answered."""

    @property
    def is_dropped(self) -> bool:
        """Whether it is not asked any more."""

    def ask(self, terminal: Terminal) -> None:
        """Ask until there is an answer. Raises Back."""

    def answer(self) -> Answer | None:
        """What is to be saved of it, if anything."""


def ask_line(
    terminal: Terminal, question: str, explained: str, back: Collection[str] = BACK
) -> str:
    """What was typed, without blanks around it. Raises Back."""
    while True:
        typed = terminal.ask(question, remembered=True).strip()
        if not answer_command(terminal, typed, explained, back):
            return typed


def answer_command(
    terminal: Terminal, typed: str, explained: str, back: Collection[str] = BACK
) -> bool:
    """Whether it was no answer but a question, which has been answered. Raises Back."""
    if typed.lower() in back:
        raise Back
    if typed == "?":
        terminal.tell(explained, hang=10)
    return typed == "?"


@dataclass(slots=True, eq=False)
class ValueQuestion:
    """What one asset is worth; `place` stands before its name."""

    asset: ExpectedAsset
    place: str
    base_currency: str
    answered: Answer | None = None
    has_answered: bool = False  # so that Enter keeps what was said
    is_closed: bool = False

    @property
    def is_dropped(self) -> bool:
        return self.is_closed

    def answer(self) -> Answer | None:
        return self.answered

    @property
    def asked_for(self) -> str:
        """What it asks for, in a word."""
        return "value"

    @property
    def explained(self) -> str:
        """What a question mark tells."""
        return HELP

    @property
    def enter_keeps(self) -> bool:
        """Whether Enter alone keeps the last value."""
        return True

    def ask(self, terminal: Terminal) -> None:
        place = self.place
        while True:
            typed = ask_line(terminal, f"{place} {self.prompt()}:", self.explained)
            if typed in NO_VALUE_MARKS:
                return self.keep(None)
            if typed == "" and self.has_answered:
                return None
            if typed.lower() == "keep" or (typed == "" and self.enter_keeps):
                if self.asset.known is not None:
                    return self.keep_last()
                terminal.tell(f"  It has no {self.asked_for} yet: type one, or - to leave it out.")
                continue
            try:
                if self.take(terminal, typed):
                    return None
            except FinallyError as error:
                terminal.tell(f"  {error.message}. {error.hint}")
            except Back:
                continue  # from its rate
            else:
                place = "  again:"

    def keep(self, answer: Answer | None) -> None:
        """Take an answer as given."""
        self.answered, self.has_answered = answer, True

    def keep_last(self) -> None:
        """Leave the value of the month as it is, or carry the last one into it."""
        self.keep(Answer(self.asset, None) if self.asset.value is None else None)

    def take(self, terminal: Terminal, typed: str) -> bool:
        """Keep a value that was typed, with the rate that it needs; False when it was a slip.

        Raises FinallyError for what is no number, and Back.
        """
        value = parse_sum(
            typed, lambda part: parse_in_currency(part, self.asset.currency, parse_money)
        )
        if not confirm_value(terminal, self.asset, value):
            return False
        self.keep(Answer(self.asset, value, self.ask_rate(terminal)))
        return True

    def ask_rate(self, terminal: Terminal) -> Decimal | None:
        """The rate of the month, asked for where one is needed and none on record. Raises Back."""
        rate = self.asset.rate
        if self.asset.currency != self.base_currency and rate is None:
            one = f"one {self.asset.currency} in {self.base_currency}"
            explained = f"  What {one} is; back asks for the value again."
            rate = parse_rate(ask_line(terminal, f"  {one}:", explained))
        return rate

    def prompt(self) -> str:
        """The name, what is known of it, and what has been answered."""
        return f"{self.name_and_value()}{self.default_text()}"

    def name_and_value(self) -> str:
        """The name of the asset, and the value that it has so far."""
        asset = self.asset
        owed = "owed " if asset.is_debt else ""
        if asset.value is not None:
            mark = "carried" if asset.carried else "recorded"
            return f"{asset.asset}, {owed}{format_money(asset.value)} {asset.currency} ({mark})"
        if asset.last_value is not None and asset.last_month is not None:
            value = (
                f"{format_money(asset.last_value)} {asset.currency}"
                f" ({format_month(asset.last_month)})"
            )
            return f"{asset.asset}, {owed}{value}"
        return f"{asset.asset}, {owed}in {asset.currency}, no value yet"

    def default_text(self) -> str:
        """The answer that Enter keeps, where there is one already."""
        if not self.has_answered:
            return ""
        if self.answered is None:
            return ", left as it is"
        if self.answered.value is None:
            return ", kept"
        if self.answered.holding:
            return f", now {holding_in_words(*self.answered.holding)}"
        return f", now {format_money(self.answered.value)}"

    def refresh(self, present: Mapping[str, ExpectedAsset], month: str) -> str:
        """Take the asset as it is in the books now; what has changed since, in words."""
        now = present.get(self.asset.id)
        if now is None:
            self.is_closed, self.answered = True, None
            return f"{quote(self.asset.asset)} is no longer open in {month}: it is left out."
        if replace(now, rate=None) == replace(self.asset, rate=None):
            return ""
        before, self.asset = self.asset, now
        if self.answered is not None:
            rate = self.answered.rate if now.currency == before.currency else now.rate
            self.answered = replace(self.answered, asset=now, rate=rate)
            if self.answered.value is None and now.value is not None:
                self.answered = None
        value = (
            "without a value" if now.known is None else f"{format_money(now.known)} {now.currency}"
        )
        was = f", and called {quote(now.asset)}" if now.asset != before.asset else ""
        return f"{quote(before.asset)} was changed meanwhile: it is {value} now{was}."


def confirm_value(terminal: Terminal, asset: ExpectedAsset, value: Decimal) -> bool:
    """Whether a value is no slip, or one that a person stands by; --yes does without asking."""
    if looks_like_a_slip(to_found_asset(asset), value):
        question = f"{quote(asset.asset)} is a debt: do they owe you {format_money(-value)}?"
    elif reason := slip(value, [asset.last_value, asset.value], asset.currency):
        question = f"{quote(asset.asset)} {reason}. Is that right?"
    else:
        return True
    return is_meant(terminal, question)


def confirm_quantity(terminal: Terminal, asset: ExpectedAsset, quantity: Decimal) -> bool:
    """Whether so many are meant: below zero, they are owed. Of a debt, its value is asked about."""
    if quantity >= 0 or asset.is_debt or (asset.known or 0) < 0:
        return True
    return is_meant(
        terminal,
        f"{quote(asset.asset)}: {format_money(quantity)} would mean that you owe them, a short."
        " Is that right?",
    )


def is_meant(terminal: Terminal, question: str) -> bool:
    """Whether a person stands by what they typed; --yes does without asking."""
    if terminal.yes:
        terminal.tell(f"  {question} Yes, by --yes.")
        return True
    try:
        return terminal.agree(
            f"  {question}", hear=lambda typed: answer_command(terminal, typed, "  no asks again.")
        )
    except Back:
        return False


def to_found_asset(asset: ExpectedAsset) -> FoundAsset:
    """An expected asset as a found one, whose value is negative for a debt."""
    last = asset.last_value
    return FoundAsset(
        id=asset.id, asset=asset.asset, category=asset.category, kind=asset.kind,
        currency=asset.currency, kept_by="value", closed_on=None, last_month=asset.last_month,
        last_value=-last if last is not None and asset.is_debt else last,
        is_named=True,
    )  # fmt: skip
