"""Generated sequences of commands on budgets: each figure equals a plain model, in any order.

The model keeps what was typed, rolled, moved and spent, and works everything else out by recursion
over the months, as docs/roll-over.md has the rules. Months cross the end of a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.reports.test_generated_households import ann, number
from tests.support.thoroughness import examples

__all__ = ["ann"]  # the fixture: empty books, and a neighbour who spends 777 in every month
MONTHS = ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02")
CATEGORIES = ("FOOD", "RENT")
POLICIES = ("adjust", "carry", "reset", "default")
ZERO = Decimal(0)


Bounds = tuple[Decimal | None, Decimal | None]


def within(bounds: Bounds, amount: Decimal) -> Decimal:
    floor, cap = bounds
    if floor is not None and amount < floor:
        return floor
    return cap if cap is not None and amount > cap else amount


class Plan(NamedTuple):
    """A budget: what was typed, or rolled (`calculated`); by which policy, once it was rolled, and
    by which floor and cap."""

    amount: Decimal
    calculated: bool = False
    policy: str | None = None
    bounds: Bounds = (None, None)


@dataclass
class Model:
    """One household's budgets, months counted from 0."""

    default: str = "adjust"
    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=dict)
    moved: dict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    has_moves: set[tuple[str, int]] = field(default_factory=set)
    spent: dict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def in_force(self, category: str) -> str:
        return self.policies.get(category, self.default)

    def policy(self, category: str, month: int) -> str:
        plan = self.plans[category, month]
        return plan.policy or ("adjust" if plan.calculated else self.in_force(category))

    def carried(self, category: str, month: int) -> Decimal:
        follows = (category, month - 1) in self.plans
        if not follows or self.policy(category, month) != "carry":
            return ZERO
        plan = self.plans[category, month]
        bounds = plan.bounds if plan.policy else self.bounds_in_force(category)
        return within(bounds, self.available(category, month - 1) - self.spent[category, month - 1])

    def bounds_in_force(self, category: str) -> Bounds:
        return self.bounds.get(category, (None, None))

    def budget(self, category: str, month: int) -> Decimal:
        return self.plans[category, month].amount + self.moved[category, month]

    def available(self, category: str, month: int) -> Decimal:
        return self.budget(category, month) + self.carried(category, month)

    def planned(self, category: str, month: int) -> Decimal:
        """What was last typed up to a month; where nothing was, what its chain begins with."""
        for earlier in range(month, -1, -1):
            plan = self.plans.get((category, earlier))
            if plan and not plan.calculated:
                return plan.amount
        while (category, month - 1) in self.plans:
            month -= 1
        return self.plans[category, month].amount

    def rolled_on(self, category: str, month: int, available: Decimal) -> Decimal:
        """What is available after a month in which so much was, before anything that was typed."""
        policy, left = self.in_force(category), available - self.spent[category, month]
        if policy == "adjust":
            return available - self.moved[category, month] + left
        kept = within(self.bounds_in_force(category), left)
        return self.planned(category, month) + (kept if policy == "carry" else ZERO)

    def now(self, category: str, month: int) -> Decimal:
        """What would be available if every month up to it were rolled now."""
        plan = self.plans[category, month]
        if (category, month - 1) not in self.plans:
            return self.budget(category, month)
        before = self.now(category, month - 1)
        if plan.calculated:
            return self.rolled_on(category, month - 1, before) + self.moved[category, month]
        left = within(self.bounds_in_force(category), before - self.spent[category, month - 1])
        carried = left if self.in_force(category) == "carry" else ZERO
        return self.budget(category, month) + carried

    def roll(self, month: int) -> None:
        for category in CATEGORIES:
            here, before = (category, month), (category, month - 1)
            if before in self.plans and here not in self.plans:
                self.plans[here] = self.made(category, month)

    def roll_again(self, month: int) -> None:
        for category in CATEGORIES:
            plan = self.plans.get((category, month))
            if not plan or (category, month - 1) not in self.plans:
                continue
            if plan.calculated:
                self.plans[category, month] = self.made(category, month)
            elif plan.policy:
                new = plan._replace(
                    policy=self.in_force(category), bounds=self.bounds_in_force(category)
                )
                self.plans[category, month] = new

    def made(self, category: str, month: int) -> Plan:
        policy, available = self.in_force(category), self.available(category, month - 1)
        if policy == "adjust":
            return Plan(self.rolled_on(category, month - 1, available), True, policy)
        bounds = self.bounds_in_force(category)
        return Plan(self.planned(category, month - 1), True, policy, bounds)


class Step(NamedTuple):
    """A command line, and what it does to the model."""

    words: tuple[str, ...]
    effect: Callable[[Model], None]


months = st.integers(0, len(MONTHS) - 1)
categories = st.sampled_from(["FOOD", "FOOD", "FOOD", "RENT"])
plans = st.integers(0, 500_00).map(lambda cents: Decimal(cents).scaleb(-2))
amounts = st.integers(-200_00, 500_00).filter(bool).map(lambda cents: Decimal(cents).scaleb(-2))


def planned(category: str, amount: Decimal, first: int, last: int) -> Step:
    def effect(model: Model) -> None:
        for month in range(first, last + 1):
            before = model.plans.get((category, month), Plan(ZERO))
            model.plans[category, month] = before._replace(amount=amount, calculated=False)

    ends = ("--from", MONTHS[first], "--to", MONTHS[last])
    return Step(("budget", "set", category, str(amount), *ends), effect)


@st.composite
def planning(draw: st.DrawFn) -> Step:
    first = draw(months)
    last = min(first + draw(st.sampled_from([0, 0, 0, 1, 4])), len(MONTHS) - 1)
    return planned(draw(categories), draw(plans), first, last)


@st.composite
def spending(draw: st.DrawFn) -> Step:
    category, month, amount = draw(categories), draw(months), draw(amounts)

    def effect(model: Model) -> None:
        model.spent[category, month] += amount

    added = ("expense", "add", str(amount), category, "--month", MONTHS[month], "--yes")
    return Step(added, effect)


@st.composite
def choosing(draw: st.DrawFn) -> Step:
    category, policy = draw(categories), draw(st.sampled_from(POLICIES))

    def effect(model: Model) -> None:
        model.policies.pop(category, None)
        model.bounds.pop(category, None)  # who says none takes both off
        if policy != "default":
            model.policies[category] = policy

    return Step(("budget", "policy", category, policy), effect)


@st.composite
def bounding(draw: st.DrawFn) -> Step:
    """What is carried stops at a floor, a cap or both; the bound that is not said stays."""
    category, which = draw(categories), draw(st.sampled_from(["floor", "cap", "both"]))
    floor = -draw(plans) if which != "cap" else None
    cap = draw(plans) if which != "floor" else None
    words = [] if floor is None else ["--floor", str(floor)]
    words += [] if cap is None else ["--cap", str(cap)]

    def effect(model: Model) -> None:
        before = model.bounds_in_force(category)
        model.policies[category] = "carry"
        model.bounds[category] = (
            before[0] if floor is None else floor,
            before[1] if cap is None else cap,
        )

    return Step(("budget", "policy", category, "carry", *words), effect)


@st.composite
def moving(draw: st.DrawFn) -> Step:
    """What is there is moved, and no more; where nothing was planned, nothing is planned then."""
    month, amount = draw(months), draw(plans.filter(bool))
    given, taken = draw(st.sampled_from([CATEGORIES, CATEGORIES[::-1]]))

    def effect(model: Model) -> None:
        here, there = (given, month), (taken, month)
        if here not in model.plans or amount > model.available(given, month):
            return
        model.plans.setdefault(there, Plan(ZERO))
        model.moved[here] -= amount
        model.moved[there] += amount
        model.has_moves |= {here, there}

    return Step(("budget", "move", str(amount), given, taken, "--month", MONTHS[month]), effect)


@st.composite
def copying(draw: st.DrawFn) -> Step:
    source, target = draw(months), draw(months)

    def effect(model: Model) -> None:
        for category in CATEGORIES:
            plan = model.plans.get((category, source))
            if plan and source != target:
                model.plans.setdefault((category, target), Plan(plan.amount))

    return Step(("budget", "copy", "--from", MONTHS[source], "--month", MONTHS[target]), effect)


@st.composite
def deleting(draw: st.DrawFn) -> Step:
    category, month = draw(categories), draw(months)

    def effect(model: Model) -> None:
        if (category, month) not in model.has_moves:
            model.plans.pop((category, month), None)

    return Step(("budget", "delete", category, "--month", MONTHS[month], "--yes"), effect)


@st.composite
def rolling(draw: st.DrawFn) -> Step:
    first, last = sorted((draw(months), draw(months)))
    again = draw(st.booleans())

    def effect(model: Model) -> None:
        for month in range(first, last + 1):
            (model.roll_again if again else model.roll)(month)

    ends = ("--from", MONTHS[first], "--to", MONTHS[last])
    return Step(("budget", "roll", *ends, *(["--again"] if again else [])), effect)


steps = st.one_of(planning(), spending(), choosing(), bounding(), moving(), moving(), copying(),
                  deleting(), rolling(), rolling())  # fmt: skip
MINE = ("--user", "ann")


def compare(run: Run, model: Model) -> None:
    """Every figure of every month, in the report, in its totals and in the list."""
    listed = run("budget", "list", *MINE, "--json").json["rows"]
    assert {(row["category"], row["period"]): number(row["available"]) for row in listed} == {
        (category, MONTHS[month]): model.available(category, month)
        for category, month in model.plans
    }
    for month, name in enumerate(MONTHS):
        budgets = [category for category, of in model.plans if of == month]
        told = run("report", "budget", "--month", name, *MINE, "--json")
        if told.exit_code == 5:
            assert not budgets
            continue
        rows = {row["category"]: row for row in told.json["rows"]}
        for category in budgets:
            row, available = rows[category], model.available(category, month)
            assert number(row["budget"]) == model.budget(category, month)
            assert number(row["moved"]) == model.moved[category, month]
            assert number(row["carried"]) == model.carried(category, month)
            assert number(row["available"]) == available
            assert number(row["left_over"]) == available - model.spent[category, month]
        totals = told.json["totals"]
        for key, figure in (("carried", model.carried), ("available", model.available)):
            whole = sum((figure(category, month) for category in budgets), ZERO)
            assert number(totals[key]) == whole
        # What is moved changes no sum.
        planned_in_all = sum((model.plans[one, month].amount for one in budgets), ZERO)
        assert number(totals["budget"]) == planned_in_all
        stale = {one for one in budgets if model.now(one, month) != model.available(one, month)}
        notes = [note for note in told.json["notes"] if note["code"] == "DIFFERS"]
        assert len(notes) == bool(stale)


def sequences(least: int) -> st.SearchStrategy[list[Step]]:
    """Something planned in the first month, so that there is what to roll; then anything."""
    begun = planned("FOOD", Decimal(100), 0, 0)
    return st.lists(steps, min_size=least, max_size=14).map(lambda taken: [begun, *taken])


@examples(15)
@given(taken=sequences(4))
def test_what_is_available_follows_from_the_facts_in_any_order_of_entry(
    taken: list[Step], run: Run, ann: psycopg.Connection[Any]
) -> None:
    with ann.transaction(force_rollback=True):
        model = Model()
        for step in taken:
            told = run(*step.words, *MINE)
            # 1: there is less to move; 5: nothing to roll; 6: what was moved needs the budget.
            assert told.exit_code in (0, 1, 2, 5, 6), (step.words, told.stderr)
            step.effect(model)
        compare(run, model)
        for month, name in enumerate(MONTHS):
            for category in CATEGORIES:
                if (category, month) not in model.plans:
                    continue
                told = run("budget", "explain", category, "--month", name, *MINE, "--json")
                assert number(told.json["rows"][-1]["available"]) == model.available(
                    category, month
                )


@examples(15)
@given(taken=sequences(6))
def test_the_command_of_a_note_mends_the_whole_chain(
    taken: list[Step], run: Run, ann: psycopg.Connection[Any]
) -> None:
    with ann.transaction(force_rollback=True):
        model = Model()
        for step in taken:
            run(*step.words, *MINE)
            step.effect(model)
        for month, name in enumerate(MONTHS):
            told = run("report", "budget", "--month", name, *MINE, "--json")
            notes = [] if told.exit_code else told.json["notes"]
            for command in (note["command"] for note in notes if note["code"] == "DIFFERS"):
                words = [word for word in command.split()[1:] if word not in MINE]
                assert run(*words, *MINE).exit_code == 0
                mended = run("report", "budget", "--month", name, *MINE, "--json").json
                assert [note for note in mended["notes"] if note["code"] == "DIFFERS"] == []
                for row in mended["rows"]:
                    if row["available"] is not None:
                        assert number(row["available"]) == model.now(row["category"], month)
                typed = [MONTHS.index(word) for word in words if word in MONTHS]
                for again in range(typed[0], typed[-1] + 1):
                    model.roll_again(again)
        compare(run, model)
