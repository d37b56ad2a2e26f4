"""What a check may say: a finding, or that it could not be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

ERROR, WARNING = "error", "warning"
# SQLSTATEs of a server that stumbles over its data: corrupted, unreadable, or ended by it. Any
# other says that something may not be done, is not there, or takes too long.
OF_DAMAGE = ("XX", "58", "22", "08", "57P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, or odd: a sentence without a full stop, and what to do about it.

    `remedy` is a sentence, a command of ours, or statements of SQL for the owner of the tables,
    which end in a semicolon.
    """

    severity: str
    finding: str
    remedy: str

    @property
    def is_mended_by_sql(self) -> bool:
        """Whether the remedy is to be run on the database."""
        return self.remedy.endswith(";")


class NotSeen(Exception):
    """This check cannot be made here; its text is the reason, as the end of a sentence."""


@dataclass(slots=True, kw_only=True)
class Report:
    """All that was found: each finding with its check, and the checks that could not be made."""

    findings: list[tuple[str, Finding]] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)  # checks, and what the server said
    owners_url: str | None = None  # where statements are run that mend something
    is_there: bool = True
    postgresql: str | None = None  # the release that comes with the program, where it is used

    def add(self, check: str, findings: Iterable[Finding]) -> None:
        """Keep what a check gives, also where it breaks off; made is one that came to its end."""
        for one in findings:
            self.findings.append((check, one))
        self.checks.append(check)

    def conclude(self) -> None:
        """Tell the checks that failed: by themselves, or as not made where the cause is found."""
        for check, said in self.failed:
            if any(said in one.finding for _, one in self.findings):
                self.unseen.append((check, said))
            else:
                whole = "Find what is damaged: finally db doctor --deep"
                self.add(check, [error(f"the check of {check} failed: {said}", whole)])
        self.failed.clear()


def is_damage(failed: psycopg.Error) -> bool:
    """Whether the server failed for what it found, and not because it would not look."""
    return failed.sqlstate is None or failed.sqlstate.startswith(OF_DAMAGE)


def error(finding: str, remedy: str) -> Finding:
    """Something that is wrong."""
    return Finding(severity=ERROR, finding=finding, remedy=remedy)


def warning(finding: str, remedy: str) -> Finding:
    """Something that is odd, or may become wrong."""
    return Finding(severity=WARNING, finding=finding, remedy=remedy)
