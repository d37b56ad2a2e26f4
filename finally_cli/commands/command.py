"""What every command shares: its options, one transaction, one way to print.

A command is a function that takes what it needs (`db`, `terminal`, `profile`, by those names)
beside its own arguments, and returns a Result. `@reads` gives it a read-only transaction,
`@writes` one that is kept when it returns, `@operates` none at all.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import Any, overload

import typer

from finally_cli.commands.confirm_month import confirm_month
from finally_cli.commands.dry_run import as_dry_run
from finally_cli.commands.group import Noun, schema_of
from finally_cli.commands.open_books import open_books, open_database
from finally_cli.commands.shared_options import OF_REPORTS, DryRun, Yes, shared_options
from finally_cli.model import advice
from finally_cli.model.errors import BadUsage
from finally_cli.model.masking import refuse_masked
from finally_cli.model.mills import read_all_in
from finally_cli.model.month import needs_books
from finally_cli.model.period import Period, expand_period
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import refuse_broken_text
from finally_cli.output.terminal import Terminal

__all__ = [
    "Noun", "Terminal", "configures", "confirm_month", "open_database", "operates", "reads",
    "writes",
]  # fmt: skip

Body = Callable[..., Result]
# Holds the result while it is written: until then the rows of some are still in the database.
Runner = Callable[[Any, Terminal, bool, dict[str, Any]], AbstractContextManager[Result]]
INJECTABLE = ("db", "terminal", "profile", "dry_run")  # what a body may ask for; never options


def make_command(
    body: Body,
    run: Runner,
    more: list[tuple[str, Any]],
    *,
    needs_profile: bool = True,
    on: str | None = None,
    keyed: bool = False,
    paged: bool = False,
    past: bool = False,
    paints: bool = False,
) -> Callable[..., None]:
    """The function Typer sees: the body's own parameters and the shared options.

    Typer reads `__signature__` and `__annotations__`; with `__wrapped__` it would look past them.
    `keyed` adds --idempotency-key, which gives `run` what does a thing `once`; `paged`, --no-pager.
    A command that `paints` makes a page, in which amounts are masked where they are to be.
    """
    schema = schema_of(body)
    is_report = any(name == "strict" for name, _ in more)
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(body, eval_str=True).parameters.values()
        if parameter.name not in INJECTABLE
    ]
    shared = shared_options(more, keyed=keyed, paged=paged, past=past, is_report=is_report)

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
        show_sql: bool = False,
        explain: bool = False,
        strict: bool = False,
        idempotency_key: str | None = None,
        mask: bool | None = None,
        **given: Any,
    ) -> None:
        on_page = {name: given.pop(name) for name in ("html", "output", "force") if is_report}
        html = on_page.get("html", False)
        if json and csv:
            raise BadUsage("--json and --csv cannot both be given", "Choose one of them.")
        refuse_broken_text([user, idempotency_key, *given.values(), *on_page.values()])
        if isinstance(given.get("month"), Period):
            given |= expand_period(given)
        if show_sql or explain:
            from finally_cli.commands.show_sql import behind

            given["behind"] = behind(show_sql=show_sql, explains=explain, in_json=json)
            no_pager = True
        if strict or (json and is_report and not html and "behind" not in given):
            from finally_cli.commands.report.coverage import cover

            given["cover"] = cover(schema, strict=strict)
        from finally_cli.output.render import render
        from finally_cli.settings import resolve

        terminal = Terminal(quiet=quiet, yes=yes)
        named = profile or on
        whose = None if on else user  # the demo has one user, whoever is named
        advice.books.profile, advice.books.user = named, whose
        if idempotency_key is not None:
            from finally_cli.commands.idempotency import once

            # Without what is so by default: an option that a later version adds changes no request.
            asked = {p.name: given[p.name] for p in own if given[p.name] not in (p.default, [])}
            once_only = once(idempotency_key, schema, asked, terminal, named, dry_run=dry_run)
            terminal, given["once"] = once_only.terminal, once_only
        form = "json" if json else "csv" if csv else "table"
        opened = resolve(named, user) if needs_profile else None
        if any(value not in (None, False) for value in on_page.values()):
            from finally_cli.commands.page.one_report import as_page

            instead = given.get("behind") is not None
            given["behind"] = as_page(schema, opened, **on_page, instead=instead)
        if mask or (mask is None and opened is not None and opened.mask):
            terminal.mask_amounts(asked=bool(mask))
        if (json or csv or show_sql or explain) and not (html or paints):
            refuse_masked()
        with run(opened, terminal, dry_run, given) as unaddressed:
            result = advice.with_profile_flag(unaddressed, named, whose)
            is_shown_whole = result.document is not None and not result.is_masked
            if is_shown_whole or (result.printed and idempotency_key is None):
                refuse_masked()
            if not result.silent and not (quiet and form == "table" and result.is_remark):
                render(result, result.schema or schema, form=form, paged=not no_pager)
        if result.aside and form == "table":
            terminal.say_lines(result.aside)
        if result.exit_code:
            raise typer.Exit(result.exit_code)

    command.__name__ = body.__name__
    command.__doc__ = body.__doc__
    command.__module__ = body.__module__
    command.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [*own, *shared]}
    command.body = body  # type: ignore[attr-defined]  # for what asks several commands at once
    return command


def inject(body: Body, **offered: object) -> dict[str, object]:
    """What of the things that are offered a body takes, by the names of its parameters."""
    code = body.__code__
    takes = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: value for name, value in offered.items() if name in takes}


@overload
def reads(body: Body) -> Callable[..., None]: ...
@overload
def reads(
    *, paged: bool = ..., shows_sql: bool = ..., paints: bool = ...
) -> Callable[[Body], Callable[..., None]]: ...
def reads(
    body: Body | None = None, *, paged: bool = False, shows_sql: bool = True, paints: bool = False
) -> Any:
    """A command that only looks: one read-only transaction that sees one state of the books.

    `paged`, for what may be longer than a screen, shows it through a pager there. A result whose
    rows are a stream is written while the transaction is open, and any other after it. A report
    shows the SQL behind it; `shows_sql` is false for what only stands among them. What `paints`
    makes a page.
    """
    make = partial(make_reader, paged=paged, shows_sql=shows_sql, paints=paints)
    return make if body is None else make(body)


def make_reader(own: Body, *, paged: bool, shows_sql: bool, paints: bool) -> Callable[..., None]:
    """The command that `@reads` makes."""

    @contextmanager
    def run(
        profile: Profile, terminal: Terminal, dry_run: bool, given: dict[str, Any]
    ) -> Iterator[Result]:
        behind, cover = given.pop("behind", None), given.pop("cover", None)
        known_at = given.pop("known_at", None)

        def answer(stack: ExitStack, profile: Profile, given: dict[str, Any]) -> Result:
            db = stack.enter_context(open_books(given, profile, read_only=True, tell=terminal.say))
            if known_at is not None:
                from finally_cli.commands.known_at import as_known

                stack.enter_context(as_known(db, profile, known_at, terminal.say))
            if behind is not None:
                db.executions = []
            if needs_books(given.values()):
                from finally_cli.commands.newest_month import resolve_months

                given = resolve_months(db, schema_of(own), given)
            given = read_all_in(given, db.user.base_currency)
            result: Result = own(**given, **inject(own, db=db, terminal=terminal, profile=profile))
            if result.notes:
                from finally_cli.commands.next_command import with_next_commands

                result = with_next_commands(db, result, is_past=known_at is not None)
            for add in (cover, behind):
                result = result if add is None else add(db, result)
            if not result.is_streamed:
                stack.close()
            return result

        with ExitStack() as stack:
            if profile.read_dsn:
                from finally_cli.commands.read_again import read

                yield read(stack, answer, profile, given, schema_of(own), past=known_at is not None)
            else:
                yield answer(stack, profile, given)

    is_report = shows_sql and schema_of(own).startswith("report.")
    return make_command(
        own,
        run,
        OF_REPORTS if is_report else [],
        paged=paged,
        past=is_report or is_list(schema_of(own)) or paints,
        paints=paints,
    )


def is_list(schema: str) -> bool:
    """Whether a command lists what is in the books; what was done to them is another matter."""
    return schema.endswith((".list", ".history", ".moves")) and not schema.startswith("audit.")


@overload
def writes(body: Body) -> Callable[..., None]: ...
@overload
def writes(
    *, destroys: bool = False, dated: bool = False
) -> Callable[[Body], Callable[..., None]]: ...
def writes(body: Body | None = None, *, destroys: bool = False, dated: bool = False) -> Any:
    """A command that changes the books: one transaction, kept when the body returns.

    `--dry-run` does all the work and rolls it back. With `--idempotency-key` it is done once, and
    the answer is kept in the same transaction. `destroys` adds `--yes` for `terminal.confirm`; so
    does `dated`, for what has a month or a day: it asks before one after the next month.
    """
    make = partial(make_writer, destroys=destroys, dated=dated)
    return make if body is None else make(body)


def make_writer(own: Body, *, destroys: bool, dated: bool) -> Callable[..., None]:
    """The command that `@writes` makes."""

    @contextmanager
    def run(
        profile: Profile, terminal: Terminal, dry_run: bool, given: dict[str, Any]
    ) -> Iterator[Result]:
        from finally_cli.store.database import Rollback

        once = given.pop("once", None)
        if dry_run:
            terminal.yes = True
        if dated:
            for month in (given.get("month"), given.get("date")):
                confirm_month(terminal, month)
        with open_books(
            given, profile, read_only=False, tell=terminal.say, command=schema_of(own)
        ) as db:

            def effect() -> Result:
                nonlocal given
                if needs_books(given.values()):
                    from finally_cli.commands.newest_month import resolve_months

                    given = resolve_months(db, schema_of(own), given, terminal.say)
                given = read_all_in(given, db.user.base_currency)
                offered = inject(own, db=db, terminal=terminal, profile=profile, dry_run=dry_run)
                return own(**given, **offered)

            result = once.do(db, effect) if once else effect()
            if dry_run:
                result = as_dry_run(result)
                if result.stream is not None:  # of rows that are gone once it is rolled back
                    yield result
                raise Rollback
        if not dry_run or result.stream is None:
            yield result

    more = [("yes", Yes)] if destroys or dated else []
    return make_command(own, run, [("dry_run", DryRun), *more], keyed=True)


@overload
def operates(body: Body) -> Callable[..., None]: ...
@overload
def operates(
    *, destroys: bool = False, tries: bool = False, on: str | None = None
) -> Callable[[Body], Callable[..., None]]: ...
def operates(
    body: Body | None = None, *, destroys: bool = False, tries: bool = False, on: str | None = None
) -> Any:
    """A command that looks after the database or the settings, and opens what it needs itself.

    `tries` adds `--dry-run`, which the body takes as `dry_run` and keeps to. `on` is the profile
    that it opens, whatever the settings say, unless --profile names another.
    """
    make = partial(make_operator, destroys=destroys, tries=tries, on=on)
    return make if body is None else make(body)


def make_operator(own: Body, *, destroys: bool, tries: bool, on: str | None) -> Callable[..., None]:
    """The command that `@operates` makes."""

    @contextmanager
    def run(
        profile: Profile, terminal: Terminal, dry_run: bool, given: dict[str, Any]
    ) -> Iterator[Result]:
        result = own(**given, **inject(own, terminal=terminal, profile=profile, dry_run=dry_run))
        yield as_dry_run(result) if dry_run else result

    more = [("dry_run", DryRun)] if tries else []
    return make_command(own, run, [*more, ("yes", Yes)] if destroys else more, on=on)


def configures(body: Body) -> Callable[..., None]:
    """A command about the settings themselves, which works where no profile can be opened."""

    @contextmanager
    def run(
        profile: Profile | None, terminal: Terminal, dry_run: bool, given: dict[str, Any]
    ) -> Iterator[Result]:
        yield body(**given, **inject(body, terminal=terminal))

    return make_command(body, run, [], needs_profile=False)
