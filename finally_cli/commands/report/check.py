"""finally report check: whether the reports of one's own are what their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.report import REPORTS, is_reportable, own_reports
from finally_cli.commands.report.own_answer import prove
from finally_cli.model.errors import ExitCode, FinallyError, NotFound
from finally_cli.model.report_fields import Fault
from finally_cli.model.report_file import NAME, NAME_HINT, parse_report
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.settings.report_folder import (
    find_reports,
    read_report,
    report_path,
    reports_folder,
)
from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a report, and on which line of its file; `message` is null where nothing
    is."""

    report: str
    path: str
    line: int | None
    message: str | None
    hint: str | None


def own_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """The user's own reports, for a shell."""
    return [name for name in own_reports() if name.startswith(incomplete)]


@reads(shows_sql=False)
def check(
    db: Database,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Which report; alone, all of them.", autocompletion=own_names
        ),
    ] = None,
) -> Result:
    """Prove that your own reports are what their headers say.

    The database prepares each of them and answers none. What it makes of the options and columns is
    compared with the header; the exit code is 7 where a report is wrong.

    Examples:
        finally report check
    """
    found = [one for each in names_of(name) for one in findings(db, each)]
    wrong = {finding.report for finding in found if finding.message}
    return Result(
        Finding,
        found,
        "Reports of your own",
        sentences=in_words(found) if found else no_reports(),
        answer=True,
        exit_code=ExitCode.BAD_FILE if wrong else ExitCode.DONE,
    )


def names_of(name: str | None) -> list[str]:
    """The reports to prove. Raises why the one that is asked for cannot be read."""
    if name is None:
        return find_reports()
    if name in REPORTS:
        raise NotFound(
            f"{name} is no report of your own", "See yours with: finally report check",
            code="REPORT_NOT_FOUND",
        )  # fmt: skip
    read_report(name)
    return [name]


def findings(db: Database, name: str) -> Iterator[Finding]:
    """What is wrong with a report, or that nothing is."""
    path = str(report_path(name))
    faults = faults_of(db, name)
    for fault in faults:
        yield Finding(
            report=name,
            path=path,
            line=fault.line or None,
            message=fault.message,
            hint=fault.hint or None,
        )
    if not faults:
        yield Finding(report=name, path=path, line=None, message=None, hint=None)


def faults_of(db: Database, name: str) -> list[Fault]:
    """What is wrong with the report of that name, its name among it."""
    if not re.fullmatch(NAME, name):
        return [Fault(0, f"{quote(name)} cannot name a report", f"Rename it. {NAME_HINT}")]
    if not is_reportable(name):
        taken = f"the program has a {name} among its reports, which is asked instead"
        return [Fault(0, taken, f"Rename the file, such as my-{name}.sql, and its first line.")]
    try:
        return prove(db, parse_report(name, read_report(name)))
    except FinallyError as error:
        return [Fault(0, error.message, error.hint)]


def in_words(found: list[Finding]) -> list[str]:
    """What was found, a line for each, as compilers have it."""
    told: list[str] = []
    for one in found:
        if one.message is None:
            told.append(f"{one.report} is right.")
            continue
        at = f"{one.path}:{one.line}: " if one.line else f"{one.report}: "
        told.append(f"{at}{one.message}")
        if one.hint:
            told.append(f"  {one.hint}")
    return told


def no_reports() -> list[str]:
    """What is said where there is none."""
    return [
        f"There are no reports of your own in {reports_folder()}.",
        "Write one with: finally report new NAME",
    ]
