"""Looking a database over: each check by itself, so that one that fails does not hide the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from finally_cli.model.errors import FinallyError, ResourceFull
from finally_cli.model.profile import Profile
from finally_cli.store.connecting import Progress, connect_to_server, unseen
from finally_cli.store.database import Rollback, transaction
from finally_cli.store.doctor import folders, history
from finally_cli.store.doctor.checks import CHECKS, DEEP, DEEP_WRITING, Check
from finally_cli.store.doctor.findings import NotSeen, Report, error, is_damage
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.explaining import one_line
from finally_cli.store.looking import existing

if TYPE_CHECKING:
    import psycopg

Tell = Callable[[str], None]
MIGRATIONS = Check("migrations", history.applied, of_any_schema=True)
NOT_OURS = "the schema is not of this version"


def examine(profile: Profile, tell: Tell, *, deep: bool, progress: Progress = unseen) -> Report:
    """Look a database over, without making, migrating or mending anything.

    Raises what connecting raises to a server of the user's own. An embedded server that does not
    start is a finding.
    """
    report = Report()
    with ExitStack() as stack:
        if profile.engine == "server":
            connection = stack.enter_context(closing(connect_to_server(profile)))
            look(Patient(connection, profile, tell=tell), report, deep=deep, progress=progress)
            return report
        from finally_cli.store.embedded import EmbeddedServer

        server = EmbeddedServer(profile.data_dir)
        outside(profile, report)
        report.is_there = server.exists()
        if not report.is_there:
            return report
        report.postgresql = server.version
        if profile.backup_key is not None:
            report.add("programs", folders.programs(profile, server.version))
        try:
            found = existing(profile, stack, tell)
        except ResourceFull:
            raise
        except FinallyError as down:
            report.add("server", [error(down.message, down.hint)])
            return report
        report.add("server", [])
        report.is_there = found is not None
        if found is not None:
            report.owners_url = server.url(profile.database, user=found.info.user)
            look(Patient(found, profile, server, tell), report, deep=deep, progress=progress)
    return report


def outside(profile: Profile, report: Report) -> None:
    """What there is to see of the embedded server's folders before it starts."""
    for name, find in (
        ("file modes", folders.modes),
        ("data folder version", folders.versions),
        ("left-overs", folders.left_overs),
    ):
        try:
            report.add(name, find(profile))
        except OSError as refused:
            report.unseen.append((name, refused.strerror or str(refused)))


def look(patient: Patient, report: Report, *, deep: bool, progress: Progress = unseen) -> None:
    """Make the checks on an open connection, in transactions that leave nothing."""
    reading = [MIGRATIONS, *CHECKS, *(DEEP if deep else [])]
    writing = DEEP_WRITING if deep else []
    if deep:
        patient.tell("Every table, index and audit is read through.")
    left = [check for check in (*reading, *writing) if patient.server or not check.embedded_only]
    total = len(left)
    try:
        with progress("Checks made", total) as told:
            with transaction(patient.connection, read_only=True):
                patient.begin()
                while left and left[0] not in writing:
                    make(left.pop(0), patient, report)
                    told(total - len(left))
            if left:
                with transaction(patient.connection, read_only=False):
                    patient.begin()
                    while left:
                        make(left.pop(0), patient, report)
                        told(total - len(left))
                    raise Rollback
    except BrokenOff:
        report.unseen += [(check.name, "the connection broke") for check in left]
    report.conclude()


class BrokenOff(Exception):
    """The server ended the connection: no further check can be made."""


def make(check: Check, patient: Patient, report: Report) -> None:
    """Make one check. What the server refuses for it is said, and the next one follows.

    Raises BrokenOff.
    """
    import psycopg

    if not patient.is_current and not check.of_any_schema:
        report.unseen.append((check.name, NOT_OURS))
        return
    try:
        with patient.connection.transaction():
            patient.settle()
            report.add(check.name, check.find(patient))
    except NotSeen as reason:
        report.unseen.append((check.name, str(reason)))
    except OSError as refused:
        report.unseen.append((check.name, refused.strerror or str(refused)))
    except FinallyError as refused:
        report.unseen.append((check.name, refused.message))
    except psycopg.Error as failed:
        refused_by_server(check, failed, report)
        if patient.connection.closed:
            raise BrokenOff from failed


def refused_by_server(check: Check, failed: psycopg.Error, report: Report) -> None:
    """Keep what the server said, as damage or as the reason why it did not look."""
    said = one_line(failed.diag.message_primary or str(failed))
    (report.failed if is_damage(failed) else report.unseen).append((check.name, said))
