"""finally user list: whose books are kept here, who logs in to them, who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.commands.command import Terminal, operates
from finally_cli.commands.user.row import UserRow
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class UserListed(UserRow):
    """A user with their own logins, and the addresses of those who may read their books."""

    logins: str | None
    readers: str | None


LIST = Statement("user/list", UserListed)


@operates
def list_(profile: Profile, terminal: Terminal) -> Result:
    """List the users of this database.

    Examples:
        finally user list
    """
    from finally_cli.store.session import open_without_user

    with open_without_user(profile, tell=terminal.say) as db:
        rows: Sequence[UserListed] = db.all(LIST)
    return Result(
        UserListed, rows, "Users", nothing="No users yet. Add one with: finally user add EMAIL"
    )
