"""What every command shares: its options, one transaction, one way to print.

A command is a function that takes what it needs (`db`, `talk`, `profile`, by those names) beside
its own arguments, and returns a Sheet. `@reads` gives it a read-only transaction, `@writes` one
that is kept when it returns, `@operates` none at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from finally_cli.commands.noun import Noun
from finally_cli.commands.options import DryRun, Yes
from finally_cli.commands.running import Body, as_dry_run, injected, make_command, schema_of
from finally_cli.model.mills import read_all_in, refuse_unread
from finally_cli.model.month import NEWEST, next_month, this_month, written
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
from finally_cli.output.talk import Talk

if TYPE_CHECKING:
    from finally_cli.store.database import Database

__all__ = [
    "Noun", "Talk", "configures", "confirm_month", "open_database", "operates", "reads", "writes",
]  # fmt: skip


def open_database(
    profile: Profile, *, read_only: bool, talk: Talk, command: str = ""
) -> AbstractContextManager[Database]:
    """The database of a profile, imported only now: the driver is half of a command's start-up."""
    from finally_cli.store.session import opened as open_session

    return open_session(profile, read_only=read_only, tell=talk.say, command=command)


@overload
def reads(body: Body) -> Callable[..., None]: ...
@overload
def reads(*, paged: bool) -> Callable[[Body], Callable[..., None]]: ...
def reads(body: Body | None = None, *, paged: bool = False) -> Any:
    """A command that only looks: one read-only transaction that sees one state of the books.

    `paged`, for what may be longer than a screen, shows it through a pager there. A sheet whose
    rows are a stream is written while the transaction is open, and any other after it.
    """
    if body is None:
        return lambda later: make_reader(later, paged=paged)
    return make_reader(body, paged=paged)


@contextmanager
def open_books(given: Mapping[str, object], profile: Profile, **how: Any) -> Iterator[Database]:
    """The database of a profile, for a command with these arguments.

    Where it cannot be opened, an amount that most currencies refuse is refused instead: a slip is
    told before what is wrong with the books.
    """
    with ExitStack() as stack:
        try:
            db = stack.enter_context(open_database(profile, **how))
        except Exception:
            refuse_unread(given.values())
            raise
        yield db


def make_reader(own: Body, *, paged: bool) -> Callable[..., None]:
    """The command that `@reads` makes."""

    @contextmanager
    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Iterator[Sheet]:
        with ExitStack() as stack:
            db = stack.enter_context(open_books(given, profile, read_only=True, talk=talk))
            if NEWEST in given.values():
                from finally_cli.commands.newest import resolve_newest

                given = resolve_newest(db, schema_of(own), given)
            given = read_all_in(given, db.user.base_currency)
            sheet: Sheet = own(**given, **injected(own, db=db, talk=talk, profile=profile))
            if sheet.stream is None:
                stack.close()
            yield sheet

    return make_command(own, run, [], paged=paged)


@overload
def writes(body: Body) -> Callable[..., None]: ...
@overload
def writes(
    *, destroys: bool = False, dated: bool = False
) -> Callable[[Body], Callable[..., None]]: ...
def writes(body: Body | None = None, *, destroys: bool = False, dated: bool = False) -> Any:
    """A command that changes the books: one transaction, kept when the body returns.

    `--dry-run` does all the work and rolls it back. With `--idempotency-key` it is done once, and
    the answer is kept in the same transaction. `destroys` adds `--yes` for `talk.confirm`; so does
    `dated`, for what has a month or a day: it asks before one that comes after the next month.
    """
    if body is None:
        return lambda later: make_writer(later, destroys=destroys, dated=dated)
    return make_writer(body, destroys=destroys, dated=dated)


def make_writer(own: Body, *, destroys: bool, dated: bool) -> Callable[..., None]:
    """The command that `@writes` makes."""

    @contextmanager
    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Iterator[Sheet]:
        from finally_cli.store.database import Rollback

        once = given.pop("once", None)
        if dry_run:
            talk.yes = True
        if dated:
            for month in (given.get("month"), given.get("date")):
                confirm_month(talk, month)
        sheet: Sheet
        with open_books(given, profile, read_only=False, talk=talk, command=schema_of(own)) as db:

            def effect() -> Sheet:
                nonlocal given
                if NEWEST in given.values():
                    from finally_cli.commands.newest import resolve_newest

                    given = resolve_newest(db, schema_of(own), given, talk)
                given = read_all_in(given, db.user.base_currency)
                return own(**given, **injected(own, db=db, talk=talk, profile=profile))

            sheet = once.do(db, effect) if once else effect()
            if dry_run:
                raise Rollback
        yield as_dry_run(sheet) if dry_run else sheet

    more = [("yes", Yes)] if destroys or dated else []
    return make_command(own, run, [("dry_run", DryRun), *more], keyed=True)


def confirm_month(talk: Talk, month: date | None) -> None:
    """Asks before something is recorded in a month after the next, which most often is a slip.

    Raises what `talk.confirm` does.
    """
    now = this_month()
    if month is not None and month > now and month.replace(day=1) > next_month():
        ahead = 12 * (month.year - now.year) + month.month - now.month
        talk.confirm(f"Record it for {written(month)}, which is {ahead} months ahead?")


@overload
def operates(body: Body) -> Callable[..., None]: ...
@overload
def operates(
    *, destroys: bool = False, tries: bool = False, on: str | None = None
) -> Callable[[Body], Callable[..., None]]: ...
def operates(
    body: Body | None = None,
    *,
    destroys: bool = False,
    tries: bool = False,
    on: str | None = None,
) -> Any:
    """A command that looks after the database or the settings, and opens what it needs itself.

    `tries` adds `--dry-run`, which the body takes as `dry_run` and keeps to. `on` is the profile
    that it opens, whatever the settings say, unless --profile names another.
    """
    if body is None:
        return lambda later: make_operator(later, destroys=destroys, tries=tries, on=on)
    return make_operator(body, destroys=destroys, tries=tries, on=on)


def make_operator(own: Body, *, destroys: bool, tries: bool, on: str | None) -> Callable[..., None]:
    """The command that `@operates` makes."""

    @contextmanager
    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Iterator[Sheet]:
        sheet = own(**given, **injected(own, talk=talk, profile=profile, dry_run=dry_run))
        yield as_dry_run(sheet) if dry_run else sheet

    more = [("dry_run", DryRun)] if tries else []
    return make_command(own, run, [*more, ("yes", Yes)] if destroys else more, on=on)


def configures(body: Body) -> Callable[..., None]:
    """A command about the settings themselves, which works where no profile can be opened."""

    @contextmanager
    def run(
        profile: Profile | None, talk: Talk, dry_run: bool, given: dict[str, Any]
    ) -> Iterator[Sheet]:
        yield body(**given, **injected(body, talk=talk))

    return make_command(body, run, [], needs_profile=False)
