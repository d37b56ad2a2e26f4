"""finally db doctor: what is wrong with a database, and what to do about it."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.errors import ExitCode
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural

if TYPE_CHECKING:
    from finally_cli.store.doctor.context import Report

WIDTH = 78
Deep = Annotated[
    bool,
    typer.Option("--deep", help="Also read every table, index and audit through: slow, and sure."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing that is wrong or odd. `severity` is error or warning."""

    check: str
    severity: str
    finding: str
    remedy: str


@operates
def doctor(profile: Profile, terminal: Terminal, deep: Deep = False) -> Result:
    """Find what is wrong with the database, and what to do.

    Exit 10 if there is an error; warnings alone are exit 0. Nothing is made, migrated or mended.
    What this login may not see is named as not checked.

    Examples:
        finally db doctor
        finally db doctor --deep
    """
    from finally_cli.store.doctor.files import fixed_release
    from finally_cli.store.doctor.run import examine

    report = examine(profile, terminal.say, deep=deep, progress=terminal.progress)
    rows = [
        Diagnosis(
            check=check,
            severity=one.severity,
            finding=f"{one.finding[:1].upper()}{one.finding[1:]}.",
            remedy=advice(one.remedy, profile),
        )
        for check, one in report.findings
    ]
    rows.sort(key=lambda row: row.severity)  # errors first, else in the order of the checks
    notes = [
        Note("NOT_CHECKED", f"Not checked: {', '.join(checks)}: {reason}.")
        for reason, checks in group_by_reason(report.unseen).items()
    ]
    if any(one.is_mended_by_sql for _, one in report.findings):
        notes.append(as_the_owner(report))
    return Result(
        Diagnosis,
        rows,
        about={
            "checks": len(report.checks),
            "not_checked": [check for check, _ in report.unseen],
            "deep": deep,
            "postgresql": report.postgresql,
            "pg_restore_mended_in": fixed_release(report.postgresql) if report.postgresql else None,
        },
        notes=notes,
        sentences=finding_sentences(rows, report, notes),
        answer=True,
        exit_code=int(ExitCode.INTEGRITY) if any(row.severity == "error" for row in rows) else 0,
    )


def finding_sentences(rows: list[Diagnosis], report: Report, notes: list[Note]) -> list[str]:
    """The findings in sentences: what is wrong is folded, and what to do is one line to copy."""
    count = plural(len(report.checks), "check")
    if rows:
        errors = sum(row.severity == "error" for row in rows)
        found = [plural(errors, "error")] if errors else []
        found += [plural(len(rows) - errors, "warning")] if len(rows) > errors else []
        lines = [f"{' and '.join(found)}, in {count}.", ""]
    elif not report.is_there:
        lines = ["There is no database yet, and nothing wrong with that."]
    else:
        lines = [f"Healthy: {count}, and nothing is wrong."]
    for row in rows:
        lines += wrap_sentence(f"{row.severity}: {row.finding}")
        lines += [*wrap_advice(row.remedy), ""]
    for note in notes:
        sentence, asks, command = note.message.partition(": psql ")
        lines += [f"{sentence}:", f"  psql {command}"] if asks else wrap_sentence(sentence)
    return lines[:-1] if lines[-1] == "" else lines


def wrap_advice(remedy: str) -> list[str]:
    """What to do: a sentence is folded; a command or statements are one line, to be copied."""
    if remedy[:1].isupper() and not remedy.endswith(";"):
        return wrap_sentence(remedy, indent="  ")
    return [f"  {remedy}"]


def wrap_sentence(sentence: str, indent: str = "") -> list[str]:
    """A sentence in lines of a terminal's width; names and paths are never broken."""
    return textwrap.wrap(
        sentence,
        WIDTH,
        initial_indent=indent,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_the_owner(report: Report) -> Note:
    """Where statements that mend something are run; no command of ours, which gets a --profile."""
    where = "Statements are for the owner of the tables"
    if report.owners_url is None:
        return Note("AS_THE_OWNER", f"{where}, in psql.")
    return Note("AS_THE_OWNER", f"{where}, after finally db start: psql '{report.owners_url}'")


def group_by_reason(unseen: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The checks that could not be made, by why."""
    reasons: dict[str, list[str]] = {}
    for check, reason in unseen:
        reasons.setdefault(reason, []).append(check)
    return reasons


COMMAND = re.compile(r"(^|: )(finally|chmod|rm|pip) .*$")  # at the end of a remedy, to be copied


def advice(remedy: str, profile: Profile) -> str:
    """A remedy with its full stop, or with the profile that its command is for."""
    if COMMAND.search(remedy):
        return f"{remedy}{profile.flag}" if "finally " in remedy else remedy
    return remedy if remedy.endswith((";", ".")) else f"{remedy}."
