"""Looking a database over: each check by itself, so that one that fails does not hide the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.model.errors import FinallyError, ResourceFull
from finally_cli.model.profile import Profile
from finally_cli.store.connection import Progress, Tell, without_progress
from finally_cli.store.database import Rollback, transaction
from finally_cli.store.doctor import amcheck, data, files, server
from finally_cli.store.doctor.catalog import STATEMENTS
from finally_cli.store.doctor.context import Context, Finding, NotSeen, Report, error, is_damage
from finally_cli.store.doctor.drift import PLURAL, check_drift
from finally_cli.store.doctor.server import statement_check
from finally_cli.store.errors import one_line
from finally_cli.store.locate import connect_if_exists, locate_instance

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. It needs no schema of this version where `of_any_schema` says so."""

    name: str
    find: Callable[[Context], Iterable[Finding]]
    of_any_schema: bool = False
    embedded_only: bool = False


CHECKS = [
    Check("settings", statement_check(server.SETTINGS), of_any_schema=True),
    Check("login settings", statement_check(server.LOGIN_SETTINGS), of_any_schema=True),
    Check("checksums", statement_check(server.CHECKSUMS), of_any_schema=True),
    Check("server version", server.check_support, of_any_schema=True),
    Check("transaction numbers", statement_check(server.WRAPAROUND), of_any_schema=True),
    Check("other databases", server.check_databases, of_any_schema=True),
    *(Check(PLURAL[kind], check_drift(kind)) for kind in STATEMENTS),
    Check("owners", server.check_owners),
    Check("roles", statement_check(server.ROLES, server.MEMBERSHIPS)),
    Check("net worth", data.check_networth),
    Check("targets", data.check_targets),
    Check("categories", data.check_categories),
    Check("foreign keys", data.check_orphans),
    Check("backups", server.check_backups),
]
DEEP = [
    Check("audit", data.check_chains),
    Check("closed months", data.check_seals),
    Check("every row", amcheck.check_rows),
    Check("files", files.check_stray_files, of_any_schema=True, embedded_only=True),
]
# It may make an extension for as long as it looks, and so its transaction is not read-only.
DEEP_WRITING = [Check("pages", amcheck.check_structure)]

MIGRATIONS = Check("migrations", server.check_migrations, of_any_schema=True)
NOT_OURS = "the schema is not of this version"


def examine(
    profile: Profile, tell: Tell, *, deep: bool, progress: Progress = without_progress
) -> Report:
    """Look a database over, without making, migrating or mending anything.

    Raises what connecting raises to a server of the user's own. An embedded server that does not
    start is a finding.
    """
    report = Report()
    instance = locate_instance(profile, tell, clean_up=False)
    if instance.is_managed:
        check_folders(profile, report)
    report.is_there = instance.exists()
    if not report.is_there:
        return report
    report.postgresql = instance.version
    if instance.version is not None and profile.backup_key is not None:
        report.add("programs", files.check_pg_restore(profile, instance.version))
    with ExitStack() as stack:
        try:
            found = stack.enter_context(connect_if_exists(instance))
        except ResourceFull:
            raise
        except FinallyError as down:
            if not instance.is_managed:
                raise
            report.add("server", [error(down.message, down.hint)])
            return report
        if instance.is_managed:
            report.add("server", [])
        report.is_there = found is not None
        if found is not None:
            report.owners_url = instance.owner_address(found)
            context = Context(instance, found)
            run_connected_checks(context, report, deep=deep, progress=progress)
    return report


def check_folders(profile: Profile, report: Report) -> None:
    """What there is to see of the embedded server's folders before it starts."""
    for name, find in (
        ("file modes", files.check_modes),
        ("data folder version", files.check_cluster_version),
        ("left-overs", files.check_left_overs),
    ):
        try:
            report.add(name, find(profile))
        except OSError as refused:
            report.unseen.append((name, refused.strerror or str(refused)))


def run_connected_checks(
    context: Context, report: Report, *, deep: bool, progress: Progress = without_progress
) -> None:
    """Make the checks on an open connection, in transactions that leave nothing."""
    reading = [MIGRATIONS, *CHECKS, *(DEEP if deep else [])]
    writing = DEEP_WRITING if deep else []
    if deep:
        context.instance.tell("Every table, index and audit is read through.")
    left = [*reading, *writing]
    if not context.instance.is_managed:
        left = [check for check in left if not check.embedded_only]
    total = len(left)
    try:
        with progress("Checks made", total) as told:
            with transaction(context.connection, read_only=True):
                context.begin()
                while left and left[0] not in writing:
                    run_check(left.pop(0), context, report)
                    told(total - len(left))
            if left:
                with transaction(context.connection, read_only=False):
                    context.begin()
                    while left:
                        run_check(left.pop(0), context, report)
                        told(total - len(left))
                    raise Rollback
    except ConnectionLost:
        report.unseen += [(check.name, "the connection broke") for check in left]
    report.conclude()


class ConnectionLost(Exception):
    """The server ended the connection: no further check can be made."""


def run_check(check: Check, context: Context, report: Report) -> None:
    """Make one check. What the server refuses for it is said, and the next one follows.

    Raises ConnectionLost.
    """
    import psycopg

    if not context.is_current and not check.of_any_schema:
        report.unseen.append((check.name, NOT_OURS))
        return
    try:
        with context.connection.transaction():
            context.reset_search_path()
            report.add(check.name, check.find(context))
    except NotSeen as reason:
        report.unseen.append((check.name, str(reason)))
    except OSError as refused:
        report.unseen.append((check.name, refused.strerror or str(refused)))
    except FinallyError as refused:
        report.unseen.append((check.name, refused.message))
    except psycopg.Error as failed:
        record_refusal(check, failed, report)
        if context.connection.closed:
            raise ConnectionLost from failed


def record_refusal(check: Check, failed: psycopg.Error, report: Report) -> None:
    """Keep what the server said, as damage or as the reason why it did not look."""
    said = one_line(failed.diag.message_primary or str(failed))
    (report.failed if is_damage(failed) else report.unseen).append((check.name, said))
