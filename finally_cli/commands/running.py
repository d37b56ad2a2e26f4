"""The function Typer sees for a command: shared options added, the sheet printed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import typer

from finally_cli.commands.options import (
    Csv,
    IdempotencyKey,
    Json,
    NoPager,
    ProfileName,
    Quiet,
    User,
)
from finally_cli.model import advice
from finally_cli.model.errors import BadUsage
from finally_cli.model.period import Period
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import refuse_broken_text
from finally_cli.output.talk import Talk

Body = Callable[..., Sheet]
# Holds the sheet while it is written: until then the rows of some are still in the database.
Runner = Callable[[Any, Talk, bool, dict[str, Any]], AbstractContextManager[Sheet]]
INJECTABLE = ("db", "talk", "profile", "dry_run")  # what a body may ask for by name; never options


def make_command(
    body: Body,
    run: Runner,
    more: list[tuple[str, Any]],
    *,
    needs_profile: bool = True,
    on: str | None = None,
    keyed: bool = False,
    paged: bool = False,
) -> Callable[..., None]:
    """The function Typer sees: the body's own parameters and the shared options.

    Typer reads `__signature__` and `__annotations__`; with `__wrapped__` it would look past them.
    `keyed` adds --idempotency-key: with one, `run` is given `once`, which does the work or tells
    what was answered before. `paged` adds --no-pager.
    """
    schema = schema_of(body)
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(body, eval_str=True).parameters.values()
        if parameter.name not in INJECTABLE
    ]
    flags = [("json", Json), ("csv", Csv), ("quiet", Quiet), *more]
    shared = [
        *(parameter(name, hint, False) for name, hint in flags),
        *([parameter("no_pager", NoPager, False)] if paged else []),
        *([parameter("idempotency_key", IdempotencyKey, None)] if keyed else []),
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
        no_pager: bool = not paged,
        idempotency_key: str | None = None,
        **given: Any,
    ) -> None:
        if json and csv:
            raise BadUsage("--json and --csv cannot both be given", "Choose one of them.")
        refuse_broken_text([user, idempotency_key, *given.values()])
        if isinstance(given.get("month"), Period):
            given |= expand_period(given)
        from finally_cli.output.show import show
        from finally_cli.settings import resolve

        talk = Talk(quiet=quiet, yes=yes)
        named = profile or on
        whose = None if on else user  # the demo has one user, whoever is named
        advice.books.profile, advice.books.user = named, whose
        if idempotency_key is not None:
            from finally_cli.commands.replaying import once

            # Without what is so by default: an option that a later version adds changes no request.
            asked = {p.name: given[p.name] for p in own if given[p.name] not in (p.default, [])}
            once_only = once(idempotency_key, schema, asked, talk, named, dry_run=dry_run)
            talk, given["once"] = once_only.talk, once_only
        form = "json" if json else "csv" if csv else "table"
        opened = resolve(named, user) if needs_profile else None
        with run(opened, talk, dry_run, given) as unaddressed:
            sheet = with_profile_flag(unaddressed, named, whose)
            if not sheet.silent and not (quiet and form == "table" and sheet.is_remark):
                show(sheet, sheet.schema or schema, form=form, paged=not no_pager)
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


def expand_period(given: dict[str, Any]) -> dict[str, Any]:
    """--month of several months, as the --from and --to that it stands for."""
    if given["first"] or given["last"]:
        raise BadUsage("--month says which months; so do --from and --to", "Leave one out.")
    return {"month": None, "first": given["month"].first, "last": given["month"].last}


# How a sentence that says what was done begins, and how it does where it was only tried.
CONDITIONALS = {
    "Added": "Would add", "Brought": "Would bring", "Changed": "Would change",
    "Cleared": "Would clear", "Closed": "Would close", "Copied": "Would copy",
    "Carried": "Would carry", "Deleted": "Would delete", "Did again": "Would do again",
    "Dropped": "Would drop", "Imported": "Would import", "Now": "It would be",
    "Opened": "Would open", "Planned": "Would plan", "Posted": "Would post",
    "Recorded": "Would record", "Removed": "Would remove", "Renamed": "Would rename",
    "Rolled": "Would roll", "Saved": "Would save", "Skipped": "Would skip",
    "Stopped": "Would stop", "Took back": "Would take back",
}  # fmt: skip
SHORT_ID = r" \([0-9a-f]{8}\)(?=\.$)"  # of what is not there
CHANGE_OF_MIND = "To change your mind"  # which needs no command where nothing was done
ALREADY_CONDITIONAL = (
    "It ",
    "No ",
    "Nothing ",
    "Would ",
    "Dry run",
    "The backup of ",
)  # as it is, tried or not


def as_dry_run(sheet: Sheet) -> Sheet:
    """The sheet of a dry run, marked as such for people and programs, which says what would be."""
    from dataclasses import replace

    first, *others = [one.partition(f" {CHANGE_OF_MIND}")[0] for one in sheet.sentences] or [""]
    return replace(
        sheet,
        title=f"{would(sheet.title)} (dry run: nothing was changed)" if sheet.title else "",
        about={**sheet.about, "dry_run": True},
        sentences=[conditional(first), *map(would, others), "Dry run: nothing was changed."]
        if first
        else (),
    )


def would(sentence: str) -> str:
    """A sentence as it is in a dry run, where it begins with what was done, or is now.

    >>> would("Deleted Checking."), would('"Checking" is now in CASH.'), would("They sum to 1.")
    ('Would delete Checking.', '"Checking" would be in CASH.', 'They sum to 1.')
    """
    for done, tried in CONDITIONALS.items():
        if sentence.startswith((f"{done} ", f"{done}:")):
            rest = re.sub(SHORT_ID, "", sentence.removeprefix(done))
            return f"{tried}{rest.replace(' and carried ', ' and carry ')}"
    if sentence.startswith("Budgets "):
        return sentence.replace(", rolled ", ", as they would be rolled ")
    return re.sub(r'^("[^"]*"|[^" ]+) is now ', r"\1 would be ", sentence)


def conditional(sentence: str) -> str:
    """The same, whatever it begins with.

    >>> conditional("One EUR is 1.10 USD."), conditional("Nothing is due.")
    ('It would be so: One EUR is 1.10 USD.', 'Nothing is due.')
    """
    told = would(sentence)
    return (
        told
        if told != sentence or told.startswith(ALREADY_CONDITIONAL)
        else f"It would be so: {told}"
    )


def with_profile_flag(sheet: Sheet, profile: str | None, user: str | None = None) -> Sheet:
    """The sheet with its advice for the books that were named, when it is typed off."""
    if not (profile or user):
        return sheet
    from dataclasses import replace

    there = replace(advice.books, profile=profile, user=user)
    return replace(
        sheet,
        notes=[
            replace(note, command=note.command and advice.with_books(note.command, there))
            for note in sheet.notes
        ],
        sentences=[advice.addressed(sentence, there) for sentence in sheet.sentences],
        nothing=advice.addressed(sheet.nothing, there),
    )


def render_all(sheet: Sheet, schema: str, profile: str | None, user: str | None) -> dict[str, str]:
    """What is printed of a sheet into a pipe, as `json`, `csv` and `table`."""
    from finally_cli.output.show import FORMS, as_text

    sheet = with_profile_flag(sheet, profile, user)
    return {form: as_text(sheet, sheet.schema or schema, form=form) for form in FORMS}


def injected(body: Body, **offered: object) -> dict[str, object]:
    """Those of the offered things that the body takes."""
    code = body.__code__
    takes = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: value for name, value in offered.items() if name in takes}


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
