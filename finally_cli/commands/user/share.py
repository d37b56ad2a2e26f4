"""finally user share and unshare: books that another may read, and never change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, open_database, operates
from finally_cli.commands.user.row import Email, books_of, no_such_user, parse_email
from finally_cli.model.errors import BadUsage, Conflict, Denied, NotFound
from finally_cli.model.kinds import Flag
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRow:
    """The user whom an address means."""

    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Whose books, and who may read them."""

    email: str
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Share):
    """A share as it stands now; `is_new` where it did not before."""

    is_new: Flag


FIND_READER = Statement("user/find_reader", ReaderRow)
SHARE = Statement("user/share", Share)
UNSHARE = Statement("user/unshare", Share)

NOTHING_YET = Note(
    "ONE_LOGIN_HERE",
    "On the embedded server every user's books can be opened anyway; a share begins to matter on a"
    " server where each has a login.",
)

Whom = Annotated[
    str, typer.Option("--with", parser=parse_email, metavar="EMAIL", help="Who may read them.")
]
OtherEnd = Annotated[
    str,
    typer.Argument(
        parser=parse_email,
        metavar="EMAIL",
        help="The other end: your reader, or whose books you read. With --with: whose books.",
    ),
]
Unwanted = Annotated[
    str | None,
    typer.Option("--with", parser=parse_email, metavar="EMAIL", help="Who may no longer."),
]
SharedBooks = Annotated[
    bool, typer.Option("--read", help="For reading, which is all there is to share.")
]


@operates(tries=True)
def share(
    profile: Profile,
    terminal: Terminal,
    dry_run: bool,
    email: Email,
    reader: Whom,
    read: SharedBooks = False,
) -> Result:
    """Let another user read somebody's books, for as long as wanted.

    A partner or an adviser opens them with --user EMAIL. They see all but the audit, and change
    nothing.

    Examples:
        finally user share ann@example.org --with bob@example.org --read
    """
    from finally_cli.store.database import Rollback

    if not read:
        raise BadUsage("books are shared for reading", "Say so: --read.")
    with books_of(email, profile, terminal) as db:
        found = db.all(FIND_READER, email=reader)[0]
        if found.id is None:
            raise no_such_user(reader)
        is_new = bool(db.all(SHARE, reader_id=found.id, reader=reader))
        email = db.user.email
        if dry_run:
            raise Rollback
    notes = [NOTHING_YET] if profile.engine == "embedded" else []
    now = "may read" if is_new else "may already read"
    return Result(
        Shared,
        [Shared(email=email, reader=reader, is_new=is_new)],
        "Shared",
        notes=notes,
        sentences=[
            f"{quote(reader)} {now} the books of {quote(email)}. They open them with:"
            f" --user {email}",
            *(note.message for note in notes),
        ],
    )


@operates(tries=True)
def unshare(
    profile: Profile, terminal: Terminal, dry_run: bool, email: OtherEnd, reader: Unwanted = None
) -> Result:
    """End a share, as whoever lent the books or as who reads them.

    `user unshare EMAIL` ends what is shared between that user and you: whoever lent the books takes
    them back, whoever reads them declines them. `--with` says it in full: the reader of the books
    of EMAIL. A connection that is open sees nothing of them from its next statement on.

    Examples:
        finally user unshare bob@example.org
    """
    from finally_cli.store.database import Rollback

    with ExitStack() as stack:
        db = stack.enter_context(either_end(email, reader, profile, terminal))
        own = db.user.email
        if reader is not None:
            ended = db.all(UNSHARE, lender=email, reader=reader)
        elif ended := db.all(UNSHARE, lender=own, reader=email):
            if db.all(UNSHARE, lender=email, reader=own):
                raise both_ways(own, email)
        else:
            ended = db.all(UNSHARE, lender=email, reader=own)
        if not ended:
            raise no_share(own, email, reader)
        if dry_run:
            raise Rollback
    return Result(
        Share,
        ended,
        "No longer shared",
        sentences=[
            f"{quote(share.reader)} may no longer read the books of {quote(share.email)}."
            for share in ended
        ],
    )


def either_end(
    email: str, reader: str | None, profile: Profile, terminal: Terminal
) -> AbstractContextManager[Database]:
    """Books from which a share can be ended: one's own, as the lender or as the reader.

    Raises Denied for books that are lent to somebody else than the login.
    """
    if reader is None:
        return open_database(profile, read_only=False, tell=terminal.say)
    return lender_or_reader(email, reader, profile, terminal)


@contextmanager
def lender_or_reader(
    email: str, reader: str, profile: Profile, terminal: Terminal
) -> Iterator[Database]:
    """The books of the first, or where a login may only read them, of the second."""
    with ExitStack() as stack:
        try:
            db = stack.enter_context(books_of(email, profile, terminal))
        except Denied as only_lent:
            try:
                db = stack.enter_context(books_of(reader, profile, terminal))
            except (Denied, NotFound):
                raise only_lent from None
        yield db


def both_ways(one: str, other: str) -> Conflict:
    """The refusal where each reads the other's books, and one share is meant."""
    return Conflict(
        f"{quote(one)} and {quote(other)} read each other's books",
        f"Say which ends: finally user unshare {one} --with {other},"
        f" or finally user unshare {other} --with {one}",
        code="SHARED_BOTH_WAYS",
    )


def no_share(own: str, email: str, reader: str | None) -> NotFound:
    """The failure where there is nothing to end."""
    said = (
        f"{quote(own)} and {quote(email)} share nothing"
        if reader is None
        else f"the books of {quote(email)} are not shared with {quote(reader)}"
    )
    return NotFound(said, "See with whom they are: finally user list", code="SHARE_NOT_FOUND")
