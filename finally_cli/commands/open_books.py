"""The database of a profile, opened for a command; the driver is imported only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from finally_cli.model.mills import refuse_unread
from finally_cli.model.profile import Profile

if TYPE_CHECKING:
    from finally_cli.store.database import Database


def open_database(
    profile: Profile, *, read_only: bool, tell: Callable[[str], None], command: str = ""
) -> AbstractContextManager[Database]:
    """The database of a profile, imported only now: the driver is half of a command's start-up."""
    from finally_cli.store.session import open_session

    return open_session(profile, read_only=read_only, tell=tell, command=command)


@contextmanager
def open_books(
    given: Mapping[str, object],
    profile: Profile,
    *,
    read_only: bool,
    tell: Callable[[str], None],
    command: str = "",
) -> Iterator[Database]:
    """The database of a profile, for a command with these arguments.

    Where it cannot be opened, an amount that most currencies refuse is refused instead: a slip is
    told before what is wrong with the books.
    """
    with ExitStack() as stack:
        try:
            db = stack.enter_context(
                open_database(profile, read_only=read_only, tell=tell, command=command)
            )
        except Exception:
            refuse_unread(given.values())
            raise
        yield db
