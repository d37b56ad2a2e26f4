"""Whether the schema is of this version, and its migrations those that this program brings."""

from __future__ import annotations

from collections.abc import Iterator

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.text import first_few, plural
from finally_cli.store import migrations
from finally_cli.store.doctor.findings import Finding, error
from finally_cli.store.doctor.patient import Patient

CHANGED = "MIGRATION_CHANGED"


def applied(patient: Patient) -> Iterator[Finding]:
    """What `schema_migrations` says, against the files; decides whether more can be checked."""
    done = migrations.applied(patient.connection)
    files = migrations.found()
    try:
        pending = migrations.pending(done, files)
    except SchemaMismatch as problem:
        patient.is_current = problem.code == CHANGED and len(done) == len(files)
        yield error(problem.message, problem.hint)
        return
    if not pending:
        return
    patient.is_current = False
    if not done:
        yield error("the schema has not been made", "finally db migrate")
        return
    names = first_few([migration.name for migration in pending])
    yield error(
        f"{plural(len(pending), 'migration is', 'migrations are')} pending: {names}",
        "finally db migrate",
    )
