"""finally budget policy: how a category's budgets are rolled forward."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.command import writes
from finally_cli.model.kinds import CategoryName, Code
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
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
    """A category's policy; not its `own` where it is the default."""

    category: Code
    name: CategoryName
    policy: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTaken:
    policy: str


POLICIES = Statement("budget/policies", CategoryPolicy)
SET_POLICY = Statement("budget/set_policy", NoRows)
UNSET_POLICY = Statement("budget/unset_policy", PolicyTaken)


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
) -> Result:
    """Say how a category's budgets are rolled forward, or list how they are.

    adjust, the default: next = budget + (budget - spent). carry: the plan again, and what is left
    is carried beside it. reset: the plan again. The default is set in the configuration, with
    finally config set budget_policy POLICY.

    Examples:
        finally budget policy
        finally budget policy food carry
    """
    found = find_budget_category(db, category) if category else None
    if found and rolled_by is Policy.DEFAULT:
        db.run(UNSET_POLICY, category_id=found.id)
    elif found and rolled_by:
        db.run(SET_POLICY, category_id=found.id, policy=rolled_by)
    default = profile.budget_policy
    rows = db.all(POLICIES, category_id=found.id if found else None, default_policy=default)
    return Result(
        CategoryPolicy,
        rows,
        f"How budgets are rolled forward (the default: {default})",
        about={"default_policy": default},
        sentences=[policy_sentence(row) for row in rows] if found else (),
        answer=rolled_by is None,
    )


def policy_sentence(row: CategoryPolicy) -> str:
    """One category's policy in words."""
    default = "" if row.own else ", the default"
    return f"{row.name}: {row.policy}{default} ({MEANING[row.policy]})."
