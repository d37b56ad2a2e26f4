"""What a page shows: its sections in order, and of which months each report is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.page.span import Span
from finally_cli.commands.report.cashflow import FlowsBy
from finally_cli.commands.report.networth import By

Options = Mapping[str, object]
MOST_MONTHS = 1200

# The options of a report's function, as its command line has them.
FLAGS = {"month": "--month", "first": "--from", "last": "--to", "months": "--months", "by": "--by"}


@dataclass(frozen=True, slots=True)
class Question:
    """A report, and its options for the months of a page; asked only `when` it can say something.

    `folded`: its table, where it is long, is opened by a click.
    """

    report: str
    options: Callable[[Span], Options]
    when: Callable[[Span], bool] = lambda _: True
    folded: bool = True


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section: its name in links, its heading, and what it asks."""

    name: str
    heading: str
    questions: Sequence[Question]


def of_month(span: Span) -> Options:
    """The month itself."""
    return {"month": span.month}


def of_span(span: Span) -> Options:
    """From the first month to the last."""
    return {"first": span.first, "last": span.month}


def up_to(span: Span) -> Options:
    """Everything that came before, too."""
    return {"last": span.month, "months": MOST_MONTHS}


def of_entries(span: Span) -> Options:
    """The months whose incomes and expenses are shown."""
    return {"first": span.entries_from, "last": span.entries_to}


def of_returns(span: Span) -> Options:
    """The last twelve months, or the year."""
    return {"first": span.entries_from, "last": span.month}


SECTIONS = (
    SectionPlan("networth", "Net worth", [Question("networth", up_to)]),
    SectionPlan("explain", "Why it changed", [Question("explain", of_span)]),
    SectionPlan(
        "allocation",
        "What it is made of",
        [
            Question("allocation", of_month),
            Question("networth", lambda span: {**of_month(span), "by": By.ASSET}),
        ],
    ),
    SectionPlan("budget", "Budgets", [Question("budget", of_month)]),
    SectionPlan(
        "cashflow",
        "Where the money goes",
        [
            Question("cashflow", lambda span: {**of_entries(span), "by": FlowsBy.CATEGORY}),
            Question("cashflow", of_entries),
        ],
    ),
    SectionPlan("spending", "Spending by month", [Question("spending", of_entries)]),
    SectionPlan("returns", "Returns", [Question("returns", of_returns)]),
    SectionPlan("goals", "Goals", [Question("goals", of_month)]),
    SectionPlan("liquidity", "Liquidity", [Question("liquidity", of_month)]),
    SectionPlan(
        "projection",
        "Ahead",
        [Question("projection", lambda _: {}, when=lambda span: span.page_of_now)],
    ),
)


def command_line(question: Question, span: Span) -> str:
    """What asks it in a terminal."""
    from finally_cli.model.month import format_month

    words = ["finally report", question.report]
    for name, value in question.options(span).items():
        said = format_month(value) if isinstance(value, date) else value
        words.append(f"{FLAGS[name]} {said}")
    return " ".join(words)
