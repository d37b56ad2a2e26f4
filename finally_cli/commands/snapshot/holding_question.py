"""The walk's question about an asset that is kept by quantity: how many, and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finally_cli.commands.command import Terminal
from finally_cli.commands.snapshot.holdings import Held
from finally_cli.commands.snapshot.questions import (
    Answer,
    ValueQuestion,
    ask_line,
    confirm_quantity,
    confirm_value,
)
from finally_cli.model.errors import FinallyError
from finally_cli.model.holding import Holding, parse_quantities, split_holding
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.quantity import format_price, parse_price

HELP = (
    "  Enter   as many as before, at the price that is asked for next; on the way back, your"
    " answer\n"
    "  number  how many there are now; of a debt, how many are owed; also a sum, 120.5+3.25\n"
    "  3 x 82  how many, and the price of one, at once\n"
    "  =1234   the value itself, which has no quantity then\n"
    "  keep    keep the last value, at its price (marked as carried)\n"
    "  -       leave this one out\n"
    "  back    to the question before; what you have answered stays\n"
    "  ?       this text\n"
    "  Ctrl-C  stop; you are asked whether to keep what you have typed"
)
HELP_PRICE = (
    "  Enter   the price that is shown\n"
    "  number  what one costs, in the shares of today\n"
    "  back    how many there are is asked again"
)


@dataclass(slots=True, eq=False, kw_only=True)
class HoldingQuestion(ValueQuestion):
    """How many of one asset there are, and what one costs."""

    held: Held

    @property
    def asked_for(self) -> str:
        return "quantity"

    @property
    def explained(self) -> str:
        return HELP

    @property
    def enter_keeps(self) -> bool:
        return self.before is None

    @property
    def before(self) -> Decimal | None:
        """As many as Enter takes: what the month holds, else the newest; null where there is none,
        or a value was typed for the month."""
        is_typed = self.asset.carried is False and self.held.value_quantity is None
        return None if is_typed else self.held.quantity

    def take(self, terminal: Terminal, typed: str) -> bool:
        """Keep what was typed, or nothing for as many as before, with the price and the rate."""
        if typed.startswith("="):
            return ValueQuestion.take(self, terminal, typed[1:])
        number, price_typed = split_holding(typed) or (typed, "")
        if number or self.before is None:
            quantity = parse_quantities(number)
            if not confirm_quantity(terminal, self.asset, quantity):
                return False
        else:
            quantity = self.before
        price = parse_price(price_typed) if price_typed else None
        if price is None and quantity:
            price = self.ask_price(terminal, can_keep=quantity == self.before)
            if price is None:
                self.keep_last()
                return True
        holding = Holding(quantity, price)
        if self.asset.carried is False and holding == self.held.present:
            self.keep(None)  # at the rate that it has
            return True
        if not confirm_value(terminal, self.asset, holding.worth):
            return False
        self.keep(Answer(self.asset, holding.worth, self.ask_rate(terminal), holding))
        return True

    def ask_price(self, terminal: Terminal, *, can_keep: bool) -> Decimal | None:
        """What one costs; None where as many as before keep their value, as no price is on record.

        Raises Back.
        """
        default, said = self.price_before()
        while True:
            typed = ask_line(terminal, f"  price in {self.asset.currency}{said}:", HELP_PRICE)
            if typed:
                try:
                    return parse_price(typed)
                except FinallyError as error:
                    terminal.tell(f"  {error.message}. {error.hint}")
            elif default is not None:
                return default
            elif can_keep and self.asset.known is not None:
                terminal.tell("  No price is on record: the last value is kept, at its price.")
                return None
            else:
                terminal.tell("  No price is on record: type it; back asks how many again.")

    def price_before(self) -> tuple[Decimal | None, str]:
        """What Enter takes for a price, and what is said of it."""
        held = self.held
        last = ""
        if held.quantity_price is not None and held.quantity_month is not None:
            last = f"{format_price(held.quantity_price)} in {format_month(held.quantity_month)}"
        if self.asset.carried is False and held.value_price is not None:
            other = ""
            if held.price is not None and held.price != held.value_price:
                other = f"; on record is {format_price(held.price)} of {held.price_of}"
            return held.value_price, f", {format_price(held.value_price)} (recorded{other})"
        if held.price is not None and held.price_day is not None:
            is_later = held.quantity_month is not None and held.quantity_month > held.price_day
            later = f"; {last}" if is_later and last else ""
            return held.price, f", {format_price(held.price)} ({held.price_of}{later})"
        return None, f", none on record ({last})" if last else ", none on record"

    def name_and_value(self) -> str:
        """The name of the asset, and how many of it there are so far."""
        asset, before = self.asset, self.before
        if before is None or self.held.quantity_month is None:
            return f"{ValueQuestion.name_and_value(self)}, quantity"
        owed = "owed " if asset.is_debt else ""
        of = format_month(self.held.quantity_month)
        if self.held.value_quantity is not None:
            of = "carried" if asset.carried else "recorded"
        return f"{asset.asset}, quantity {owed}{format_money(before)} ({of})"
