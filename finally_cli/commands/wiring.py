"""What every command shares: its options, one transaction, one way to print.

A command is a function that takes what it needs (`db`, `talk`, `profile`, by those names) beside
its own arguments, and returns a Sheet. `@reads` gives it a read-only transaction, `@writes` one
that is kept when it returns, `@operates` none at all.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, overload

import typer

from finally_cli.commands.noun import Noun
from finally_cli.commands.options import Csv, DryRun, Json, ProfileName, Quiet, User, Yes
from finally_cli.model.errors import BadUsage, FinallyError
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import refuse_broken_text
from finally_cli.output.talk import Talk

if TYPE_CHECKING:
    from finally_cli.store.database import Database

__all__ = ["Noun", "Talk", "configures", "opened", "operates", "reads", "tell_failure", "writes"]

Body = Callable[..., Sheet]
GIVEN = ("db", "talk", "profile", "dry_run")  # what a body may ask for by name; never options


def opened(profile: Profile, *, read_only: bool, talk: Talk) -> AbstractContextManager[Database]:
    """The database of a profile, imported only now: the driver is half of a command's start-up."""
    from finally_cli.store.session import opened as open_session

    return open_session(profile, read_only=read_only, tell=talk.say)


def reads(body: Body) -> Callable[..., None]:
    """A command that only looks: one read-only transaction that sees one state of the books."""

    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Sheet:
        with opened(profile, read_only=True, talk=talk) as db:
            return body(**given, **wanted(body, db=db, talk=talk, profile=profile))

    return wired(body, run, [])


@overload
def writes(body: Body) -> Callable[..., None]: ...
@overload
def writes(*, destroys: bool) -> Callable[[Body], Callable[..., None]]: ...
def writes(body: Body | None = None, *, destroys: bool = False) -> Any:
    """A command that changes the books: one transaction, kept when the body returns.

    `--dry-run` does all the work and rolls it back. `destroys` adds `--yes` for `talk.confirm`.
    """
    if body is None:
        return lambda later: changing(later, destroys=destroys)
    return changing(body, destroys=destroys)


def changing(own: Body, *, destroys: bool) -> Callable[..., None]:
    """The command that `@writes` makes."""

    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Sheet:
        from finally_cli.store.database import Rollback

        if dry_run:
            talk.yes = True
        sheet: Sheet
        with opened(profile, read_only=False, talk=talk) as db:
            sheet = own(**given, **wanted(own, db=db, talk=talk, profile=profile))
            if dry_run:
                raise Rollback
        return tried(sheet) if dry_run else sheet

    return wired(own, run, [("dry_run", DryRun), *([("yes", Yes)] if destroys else [])])


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
        return lambda later: operating(later, destroys=destroys, tries=tries, on=on)
    return operating(body, destroys=destroys, tries=tries, on=on)


def operating(own: Body, *, destroys: bool, tries: bool, on: str | None) -> Callable[..., None]:
    """The command that `@operates` makes."""

    def run(profile: Profile, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Sheet:
        sheet = own(**given, **wanted(own, talk=talk, profile=profile, dry_run=dry_run))
        return tried(sheet) if dry_run else sheet

    more = [("dry_run", DryRun)] if tries else []
    return wired(own, run, [*more, ("yes", Yes)] if destroys else more, on=on)


def configures(body: Body) -> Callable[..., None]:
    """A command about the settings themselves, which works where no profile can be opened."""

    def run(profile: Profile | None, talk: Talk, dry_run: bool, given: dict[str, Any]) -> Sheet:
        return body(**given, **wanted(body, talk=talk))

    return wired(body, run, [], needs_profile=False)


def tried(sheet: Sheet) -> Sheet:
    """The sheet of a dry run, marked as such for people and programs."""
    from dataclasses import replace

    return replace(
        sheet,
        title=f"{sheet.title} (dry run: nothing was changed)" if sheet.title else "",
        about={**sheet.about, "dry_run": True},
        sentences=[*sheet.sentences, "Dry run: nothing was changed."] if sheet.sentences else (),
    )


def addressed(sheet: Sheet, profile: str) -> Sheet:
    """The sheet with notes whose commands go to the same profile when they are typed off it."""
    from dataclasses import replace

    return replace(
        sheet,
        notes=[
            replace(note, command=note.command and f"{note.command} --profile {profile}")
            for note in sheet.notes
        ],
    )


def wanted(body: Body, **offered: object) -> dict[str, object]:
    """Those of the offered things that the body takes."""
    code = body.__code__
    takes = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: value for name, value in offered.items() if name in takes}


def wired(
    body: Body,
    run: Callable[[Any, Talk, bool, dict[str, Any]], Sheet],
    more: list[tuple[str, Any]],
    *,
    needs_profile: bool = True,
    on: str | None = None,
) -> Callable[..., None]:
    """The function Typer sees: the body's own parameters and the shared options.

    Typer reads `__signature__` and `__annotations__`; with `__wrapped__` it would look past them.
    """
    schema = schema_of(body)
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(body, eval_str=True).parameters.values()
        if parameter.name not in GIVEN
    ]
    flags = [("json", Json), ("csv", Csv), ("quiet", Quiet), *more]
    shared = [
        *(parameter(name, hint, False) for name, hint in flags),
        parameter("profile", ProfileName, None),
        parameter("user", User, None),
    ]

    def command(
        *,
        json: bool,
        csv: bool,
        quiet: bool,
        profile: str | None,
        user: str | None,
        dry_run: bool = False,
        yes: bool = False,
        **given: Any,
    ) -> None:
        if json and csv:
            raise BadUsage("--json and --csv cannot both be given", "Choose one of them.")
        refuse_broken_text([user, *given.values()])
        from finally_cli.output.show import show
        from finally_cli.settings import resolve

        talk = Talk(quiet=quiet, yes=yes)
        named = profile or on
        sheet = run(resolve(named, user) if needs_profile else None, talk, dry_run, given)
        if named and sheet.notes:
            sheet = addressed(sheet, named)
        form = "json" if json else "csv" if csv else "table"
        is_remark = bool(sheet.sentences) and not sheet.answer
        if not sheet.silent and not (quiet and form == "table" and is_remark):
            show(sheet, sheet.schema or schema, form=form)
        if sheet.aside and form == "table":
            talk.say_lines(sheet.aside)
        if sheet.exit_code:
            raise typer.Exit(sheet.exit_code)

    command.__name__ = body.__name__
    command.__doc__ = body.__doc__
    command.__module__ = body.__module__
    command.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [*own, *shared]}
    return command


def parameter(name: str, hint: Any, default: object) -> inspect.Parameter:
    """One shared option."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


def schema_of(body: Body) -> str:
    """The name of a command's JSON: its path on the command line.

    >>> def add(): ...
    >>> add.__module__ = "finally_cli.commands.snapshot.add"
    >>> schema_of(add)
    'snapshot.add'
    """
    noun = body.__module__.removeprefix("finally_cli.commands.").split(".")[0].rstrip("_")
    verb = body.__name__.rstrip("_").replace("_", "-")
    return noun if noun == verb else f"{noun}.{verb}"


def tell_failure(error: FinallyError, *, json: bool) -> None:
    """Write a failure to stderr, for a person or as one line of JSON."""
    from finally_cli.output.show import fail

    fail(error, form="json" if json else "table")
