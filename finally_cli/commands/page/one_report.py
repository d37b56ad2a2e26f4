"""--html: one report as a page, in place of its table."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable

from finally_cli.commands.page.asked import panel_of
from finally_cli.commands.page.write import write_page
from finally_cli.model import command_line
from finally_cli.model.errors import BadUsage
from finally_cli.model.page import Page, Section
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database

OF_THE_PAGE = ("--html", "--force")
WITH_A_FILE = ("-o", "--output")


def as_page(
    schema: str,
    profile: Profile | None,
    output: str | None,
    *,
    html: bool,
    force: bool,
    instead: bool,
) -> Callable[[Database, Result], Result]:
    """What makes a page of a report's answer, in the transaction of the report.

    `instead` says that something else was asked for in place of the answer. Raises BadUsage where
    that is so, and where a file is named of no page.
    """
    if not html:
        raise BadUsage(
            "--output and --force are of a page, which was not asked for",
            "Add --html, or send the answer to a file with > FILE",
        )
    if instead:
        raise BadUsage("--html shows the answer, and --show-sql what asked", "Choose one of them.")
    report = schema.removeprefix("report.")

    assert profile is not None  # reports have books

    def replace(db: Database, result: Result) -> Result:
        panel = panel_of(db, report, result, typed_command(), folded=False)
        page = Page(
            title=result.title or report,
            about=[db.user.display_name or db.user.email, profile.name, db.user.base_currency],
            sections=[Section(name=report, heading=result.title or report, panels=[panel])],
        )
        made = write_page(page, db, profile, f"report-{report}", output, force=force)
        return dataclasses.replace(made, exit_code=result.exit_code)

    return replace


def typed_command() -> str:
    """The command line, without what is of the page."""
    words, kept, skips = iter(command_line.words), list[str](), False
    for word in words:
        is_of_page = word in OF_THE_PAGE or word.startswith(WITH_A_FILE)
        if not (skips or is_of_page):
            kept.append(word)
        skips = word in WITH_A_FILE
    return shlex.join(["finally", *kept])
