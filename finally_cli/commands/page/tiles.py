"""The figures that are seen first, of the answers that stand below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from finally_cli.commands.page.drawings.months_said import month_of, since
from finally_cli.commands.report.budget import BudgetTotals
from finally_cli.commands.report.cashflow import FlowTotals
from finally_cli.commands.report.explain import ChangeTotals
from finally_cli.commands.report.liquidity import CashTotals
from finally_cli.commands.report.networth import NetWorthTotals
from finally_cli.commands.report.returns import Return
from finally_cli.model.drawing import Figure, Words
from finally_cli.model.page import Section, Tile
from finally_cli.model.result import Result

Totals = TypeVar("Totals")


def tiles_of(sections: Sequence[Section]) -> list[Tile]:
    """A tile for what each answer says first; none for a report that had nothing to say."""
    answers = [panel.result for section in sections for panel in section.panels]
    tiles: list[Tile] = []
    for worths, answer in found(answers, NetWorthTotals):
        tiles += worth(worths, answer, answers)
    for flows, answer in found(answers, FlowTotals):
        tiles += saved(flows, answer)
    for budgets, answer in found(answers, BudgetTotals):
        tiles += budgeted(budgets, answer)
    for cash, answer in found(answers, CashTotals):
        tiles += covered(cash, answer)
    for returns, answer in found(answers, Return):
        tiles += earned(returns, answer)
    return tiles


def found(answers: Iterable[Result], of: type[Totals]) -> Iterator[tuple[Totals, Result]]:
    """The first answer whose totals are of that kind, if there is one."""
    for answer in answers:
        if isinstance(answer.totals, of):
            yield answer.totals, answer
            return


def worth(totals: NetWorthTotals, answer: Result, answers: Sequence[Result]) -> Iterator[Tile]:
    """Net worth with how it changed, and what it is made of."""
    assets, debts, whole = answer.closing
    currency = answer.about["currency"]
    yield Tile("Net worth", Figure(whole, "value"), answer, [f"{currency} in {month_of(answer)}"])
    for changes, explained in found(answers, ChangeTotals):
        is_month = explained.about["first"] == explained.about["last"]
        said: list[str | Figure] = [since(explained)]
        if is_month and totals.change_pct is not None:
            said = [Figure(totals, "change_pct"), " ", *said]
        yield Tile("Change", Figure(changes, "change"), explained, said)
    yield Tile("Assets", Figure(assets, "value"), answer)
    if totals.debts:
        yield Tile("Debts", Figure(debts, "value"), answer)


def saved(totals: FlowTotals, answer: Result) -> Iterator[Tile]:
    """How much of what came in was saved; nothing where nothing came in."""
    if totals.savings_rate is not None:
        said: Words = [Figure(totals, "net"), f" {since(answer)}"]
        yield Tile("Saving rate", Figure(totals, "savings_rate"), answer, said)


def budgeted(totals: BudgetTotals, answer: Result) -> Iterator[Tile]:
    """What is left of all budgets."""
    if totals.budgets:
        used: Words = [Figure(totals, "used_pct"), " used "] if totals.used_pct is not None else []
        said = [*used, f"in {month_of(answer)}"]
        yield Tile("Left of budgets", Figure(totals, "left_over"), answer, said)


def covered(totals: CashTotals, answer: Result) -> Iterator[Tile]:
    """For how many months the cash would last."""
    if totals.months_covered is not None and totals.cash is not None:
        said: Words = ["months, of ", Figure(totals, "cash")]
        yield Tile("Cash lasts", Figure(totals, "months_covered"), answer, said)


def earned(totals: Return, answer: Result) -> Iterator[Tile]:
    """What the money that was put in has earned."""
    if totals.time_weighted is not None:
        gain: Words = [Figure(totals, "gain"), " "] if totals.gain is not None else []
        said = [*gain, since(answer)]
        yield Tile("Return (TWR)", Figure(totals, "time_weighted"), answer, said)
