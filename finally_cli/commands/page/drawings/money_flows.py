"""Where the money goes: from the kinds of income through all expenses to each category.

Each flow is a figure of the report. What was earned goes to expenses, and what is left of it is
saved; where more was spent, the rest comes from savings. Where more of a category was refunded than
it cost, that flows back into expenses, and income that was paid back goes out of income.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import months_of
from finally_cli.commands.page.drawings.most import Others, largest, others_name
from finally_cli.commands.report.cashflow import CategoryFlow, FlowTotals
from finally_cli.model.drawing import Drawing, Figure, Flow, Flows, Node, Words
from finally_cli.model.result import Result

MOST_FLOWS = 12  # of one kind, told apart by name


class Diagram:
    """The nodes and flows as they are put together."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def add(self, node: Node) -> int:
        """Its place."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def flow(self, source: int, target: int, amount: Figure) -> None:
        self.flows.append(Flow(source, target, amount))

    def shape(self) -> Flows:
        """Without the nodes that nothing goes through."""
        used = sorted({end for flow in self.flows for end in (flow.source, flow.target)})
        places = {node: place for place, node in enumerate(used)}
        return Flows(
            [self.nodes[node] for node in used],
            [Flow(places[one.source], places[one.target], one.amount) for one in self.flows],
        )


def draw_flows(result: Result, rows: Sequence[CategoryFlow]) -> Drawing | None:
    """The flows of the months of a report; None where nothing came in or went out."""
    totals = result.totals
    assert isinstance(totals, FlowTotals)
    diagram = Diagram()
    income = diagram.add(Node("Income", Figure(totals, "income"), "in"))
    expenses = diagram.add(Node("Expenses", Figure(totals, "expenses"), "out"))
    for row, amount in told([row for row in rows if row.kind == "income"]):
        if amount > 0:
            source = diagram.add(Node(row.name, Figure(row, "amount"), "in"))
            diagram.flow(source, income, Figure(row, "amount"))
        elif amount < 0:
            paid_back = Figure(row, "amount", minus=True)
            target = diagram.add(Node(f"{row.name}, paid back", paid_back, "out"))
            diagram.flow(income, target, paid_back)
    add_savings(diagram, totals, Figure(result.closing[0], "amount"), income, expenses)
    for row, amount in told([row for row in rows if row.kind == "expense"]):
        if amount > 0:
            target = diagram.add(Node(row.name, Figure(row, "amount"), "out"))
            diagram.flow(expenses, target, Figure(row, "amount"))
        elif amount < 0:
            refund = Figure(row, "amount", minus=True)
            source = diagram.add(Node(f"{row.name}, refunded", refund, "in"))
            diagram.flow(source, expenses, refund)
    if not diagram.flows:
        return None
    return Drawing(diagram.shape(), in_words(result, totals, rows), result)


def told(rows: Sequence[CategoryFlow]) -> list[tuple[CategoryFlow | Others, Decimal]]:
    """The categories that are told apart, and all others as one, each with its amount."""
    named, others = largest(rows, lambda row: row.amount, MOST_FLOWS)
    found: list[tuple[CategoryFlow | Others, Decimal]] = [(row, row.amount) for row in named]
    if others:
        rest = sum((row.amount for row in others), Decimal(0))
        found.append((Others(name=others_name(len(others)), amount=rest), rest))
    return found


def add_savings(
    diagram: Diagram, totals: FlowTotals, kept: Figure, income: int, expenses: int
) -> None:
    """What goes from income to expenses, is saved, or comes from savings."""
    earned, spent = Figure(totals, "income"), Figure(totals, "expenses")
    if totals.income >= 0 and totals.expenses >= 0:
        if totals.income and totals.expenses:
            diagram.flow(income, expenses, spent if totals.net >= 0 else earned)
        if totals.net > 0:
            diagram.flow(income, diagram.add(Node("Saved", kept, "whole")), kept)
        elif totals.net < 0:
            lacking = kept._replace(minus=True)
            source = diagram.add(Node("From savings", lacking, "owed"))
            diagram.flow(source, expenses, lacking)
        return
    # More was paid back than earned, or refunded than spent: each has savings on its other side.
    for node, total, figure, adds in (
        (income, totals.income, earned, True),
        (expenses, totals.expenses, spent, False),
    ):
        positive = figure if total >= 0 else figure._replace(minus=True)
        if (total > 0) is adds and total:
            diagram.flow(node, diagram.add(Node("Saved", positive, "whole")), positive)
        elif total:
            diagram.flow(diagram.add(Node("From savings", positive, "owed")), node, positive)


def in_words(result: Result, totals: FlowTotals, rows: Sequence[CategoryFlow]) -> Words:
    """The sums, what was left or lacking, and the largest of both sides."""
    words: list[str | Figure] = [
        f"{months_of(result)}: ",
        Figure(totals, "income"), " came in, ", Figure(totals, "expenses"), " went out, ",
        Figure(totals, "net", minus=totals.net < 0),
        f" {result.about['currency']} {'came from savings' if totals.net < 0 else 'was saved'}.",
    ]  # fmt: skip
    for kind, what in (("income", "Most came from"), ("expense", "Most went to")):
        side = [row for row in rows if row.kind == kind and row.amount > 0]
        for place, row in enumerate(sorted(side, key=lambda row: -row.amount)[:3]):
            words += [f", {row.name} " if place else f" {what} {row.name} ", Figure(row, "amount")]
        words += ["."] if side else []
    return words
