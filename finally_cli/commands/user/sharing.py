"""finally user share and unshare: books that another may read, and never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.user.row import Email, books_of, no_such_user, parse_email
from finally_cli.commands.wiring import Talk, operates
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Flag
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import quoted
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
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


READER = Statement("user/reader", Reader)
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
Unwanted = Annotated[
    str, typer.Option("--with", parser=parse_email, metavar="EMAIL", help="Who may no longer.")
]
Read = Annotated[bool, typer.Option("--read", help="For reading, which is all there is to share.")]


@operates(tries=True)
def share(
    profile: Profile, talk: Talk, dry_run: bool, email: Email, reader: Whom, read: Read = False
) -> Sheet:
    """Let another user read somebody's books, for as long as wanted.

    A partner or an adviser opens them with --user EMAIL. They see all but the audit, and change
    nothing.
    """
    from finally_cli.store.database import Rollback

    if not read:
        raise BadUsage("books are shared for reading", "Say so: --read.")
    with books_of(email, profile, talk) as db:
        found = db.all(READER, email=reader)[0]
        if found.id is None:
            raise no_such_user(reader)
        is_new = bool(db.all(SHARE, reader_id=found.id, reader=reader))
        email = db.user.email
        if dry_run:
            raise Rollback
    notes = [NOTHING_YET] if profile.engine == "embedded" else []
    now = "may read" if is_new else "may already read"
    return Sheet(
        Shared,
        [Shared(email=email, reader=reader, is_new=is_new)],
        "Shared",
        notes=notes,
        sentences=[
            f"{quoted(reader)} {now} the books of {quoted(email)}. They open them with:"
            f" --user {email}",
            *(note.message for note in notes),
        ],
    )


@operates(tries=True)
def unshare(profile: Profile, talk: Talk, dry_run: bool, email: Email, reader: Unwanted) -> Sheet:
    """Let another user read somebody's books no longer.

    A connection that is open sees nothing of them from its next statement on.
    """
    from finally_cli.store.database import Rollback

    with books_of(email, profile, talk) as db:
        ended = db.all(UNSHARE, reader=reader)
        email = db.user.email
        if not ended:
            raise NotFound(
                f"the books of {quoted(email)} are not shared with {quoted(reader)}",
                "See with whom they are: finally user list",
                code="SHARE_NOT_FOUND",
            )
        if dry_run:
            raise Rollback
    return Sheet(
        Share,
        ended,
        "No longer shared",
        sentences=[f"{quoted(reader)} may no longer read the books of {quoted(email)}."],
    )
