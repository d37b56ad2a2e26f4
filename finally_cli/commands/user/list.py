"""finally user list: whose books are kept here, who logs in to them, who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.commands.command import Talk, operates
from finally_cli.commands.user.row import UserRow
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
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
def list_(profile: Profile, talk: Talk) -> Sheet:
    """List the users of this database."""
    from finally_cli.store.session import opened_by_anybody

    with opened_by_anybody(profile, tell=talk.say) as db:
        rows: Sequence[UserListed] = db.all(LIST)
    return Sheet(
        UserListed, rows, "Users", nothing="No users yet. Add one with: finally user add EMAIL"
    )
