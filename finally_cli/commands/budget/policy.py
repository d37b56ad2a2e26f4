"""finally budget policy: how a category's budgets are rolled forward."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.command import writes
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import CategoryName, Code, Kind
from finally_cli.model.mills import in_mills
from finally_cli.model.money import format_money, parse_money
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


class Policy(StrEnum):
    """What becomes of what is left over; `default` goes back to the configured one."""

    ADJUST = "adjust"
    CARRY = "carry"
    RESET = "reset"
    DEFAULT = "default"


MEANING = {
    "adjust": "next = budget + (budget - spent)",
    "carry": "the plan again, and what is left is carried beside it",
    "reset": "the plan again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPolicy:
    """A category's policy, not its `own` where it is the default, and the bounds to what it
    carries: null for none."""

    category: Code
    name: CategoryName
    policy: str
    carry_floor: Annotated[Decimal, Kind("money", "Floor")] | None
    carry_cap: Annotated[Decimal, Kind("money", "Cap")] | None
    own: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """What was said of the bounds to what is carried; None where nothing was."""

    carry_floor: Decimal | None
    carry_cap: Decimal | None
    no_floor: bool
    no_cap: bool

    @property
    def said(self) -> bool:
        return self.no_floor or self.no_cap or (self.carry_floor, self.carry_cap) != (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTaken:
    policy: str


POLICIES = Statement("budget/policies", CategoryPolicy)
SET_POLICY = Statement("budget/set_policy", NoRows)
UNSET_POLICY = Statement("budget/unset_policy", PolicyTaken)


def parse_floor(text: str) -> Decimal:
    """The least that is carried: an amount that is not above zero."""
    amount = parse_money(text)
    if amount > 0:
        raise BadUsage(
            f"a floor is 0 or below, and {quote(text)} is not",
            "Write 0 to carry nothing that was overspent, or -100 to carry 100 of it at most.",
        )
    return amount


def parse_cap(text: str) -> Decimal:
    """The most that is carried: an amount that is not below zero."""
    amount = parse_money(text)
    if amount < 0:
        raise BadUsage(
            f"a cap is 0 or above, and {quote(text)} is not",
            "Write 300 to carry 300 of what is left at most.",
        )
    return amount


@writes
def policy(
    db: Database,
    profile: Profile,
    category: Annotated[
        str | None,
        typer.Argument(
            metavar="[CATEGORY]",
            help="A category of expenses; without it, all are listed.",
            autocompletion=completion.expense_categories,
        ),
    ] = None,
    rolled_by: Annotated[
        Policy | None,
        typer.Argument(metavar="[POLICY]", help="One of adjust, carry, reset or default."),
    ] = None,
    floor: Annotated[
        Decimal | None,
        typer.Option(
            "--floor",
            parser=in_mills(parse_floor),
            metavar="AMOUNT",
            help="The least that is carried: 0 for nothing of what was overspent, or below.",
        ),
    ] = None,
    cap: Annotated[
        Decimal | None,
        typer.Option(
            "--cap",
            parser=in_mills(parse_cap),
            metavar="AMOUNT",
            help="The most that is carried of what is left.",
        ),
    ] = None,
    no_floor: Annotated[bool, typer.Option("--no-floor", help="Take the floor off.")] = False,
    no_cap: Annotated[bool, typer.Option("--no-cap", help="Take the cap off.")] = False,
) -> Result:
    """Say how a category's budgets are rolled forward, or list how they are.

    adjust, the default: next = budget + (budget - spent). carry: the plan again, and what is left
    is carried beside it, no less than --floor and no more than --cap. reset: the plan again. The
    default is set in the configuration, with finally config set budget_policy POLICY.

    Examples:
        finally budget policy
        finally budget policy food carry --floor 0 --cap 300
    """
    bounds = Bounds(floor, cap, no_floor, no_cap)
    found = find_budget_category(db, category) if category else None
    default = profile.budget_policy
    given = {"category_id": found.id if found else None, "default_policy": default}
    if found is None:
        refuse_bounds_of_all(bounds)
    elif rolled_by is Policy.DEFAULT and not bounds.said:
        db.run(UNSET_POLICY, category_id=found.id)
    elif rolled_by or bounds.said:
        before = db.all(POLICIES, **given)[0]
        wanted = rolled_by or Policy(before.policy)
        refuse_bounds(bounds, before, wanted)
        kept = kept_bounds(bounds, before)
        db.run(SET_POLICY, category_id=found.id, policy=wanted, **kept)
    rows = db.all(POLICIES, **given)
    return Result(
        CategoryPolicy,
        rows,
        f"How budgets are rolled forward (the default: {default})",
        about={"default_policy": default},
        sentences=[policy_sentence(row) for row in rows] if found else (),
        answer=rolled_by is None and not bounds.said,
    )


def policy_sentence(row: CategoryPolicy) -> str:
    """One category's policy in words."""
    said = [] if row.own else ["the default"]
    if row.carry_floor is not None:
        said.append(f"no less than {format_money(row.carry_floor)}")
    if row.carry_cap is not None:
        said.append(f"no more than {format_money(row.carry_cap)}")
    return f"{', '.join([f'{row.name}: {row.policy}', *said])} ({MEANING[row.policy]})."


def refuse_bounds_of_all(bounds: Bounds) -> None:
    """Raises BadUsage for bounds without a category."""
    if bounds.said:
        raise BadUsage(
            "a floor and a cap are of one category",
            "Name it: finally budget policy CATEGORY carry --floor 0",
        )


def refuse_bounds(bounds: Bounds, before: CategoryPolicy, wanted: Policy) -> None:
    """Raises BadUsage for bounds that contradict one another, or of a policy that carries none."""
    for amount, off, word in (
        (bounds.carry_floor, bounds.no_floor, "floor"),
        (bounds.carry_cap, bounds.no_cap, "cap"),
    ):
        if amount is not None and off:
            raise BadUsage(f"--{word} and --no-{word} contradict each other", "Give one.")
    if bounds.said and wanted is not Policy.CARRY:
        how = "the default" if wanted is Policy.DEFAULT else wanted
        raise BadUsage(
            f"a floor and a cap are of the policy carry, and {before.name} would go by {how}",
            f"Say so with it: finally budget policy {before.category} carry --floor 0",
        )


def kept_bounds(bounds: Bounds, before: CategoryPolicy) -> dict[str, Decimal | None]:
    """The bounds from now on: who says one keeps the other, and who says none takes both off."""
    floor, cap = bounds.carry_floor, bounds.carry_cap
    if bounds.said and floor is None and not bounds.no_floor:
        floor = before.carry_floor
    if bounds.said and cap is None and not bounds.no_cap:
        cap = before.carry_cap
    return {"carry_floor": floor, "carry_cap": cap}
