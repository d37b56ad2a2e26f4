"""Files of the embedded cluster that belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finally_cli.store.doctor.beside import DATABASES
from finally_cli.store.doctor.findings import Finding, NotSeen, warning
from finally_cli.store.doctor.folders import is_settled, removed, shown
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement

RELATION = re.compile(r"(\d+)(_fsm|_vm|_init)?(\.\d+)?")
TEMPORARY = re.compile(r"pgsql_tmp(\d+)\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFile:
    """Where a relation lies: base/database_oid/file."""

    database_oid: int
    file: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    pid: int


FILES = Statement("doctor/files", RelationFile)
PROCESSES = Statement("doctor/processes", Process)


def strays(patient: Patient) -> Iterator[Finding]:
    """Files of the data folder that no relation, database or process has."""
    assert patient.server is not None  # only asked of the embedded server
    base = patient.server.data_folder / "base"
    if not patient.sight.is_superuser:
        raise NotSeen("only a superuser may compare the files with the catalog")
    known = patient.all(FILES)
    folder = base / str(known[0].database_oid)
    numbers = {one.file for one in known}
    lost = [
        file
        for file in sorted(folder.iterdir())
        if (named := RELATION.fullmatch(file.name))
        and int(named[1]) not in numbers
        and file.stat().st_size
        and is_settled(file)
    ]
    for file in lost:
        yield warning(
            f"{shown(file)} belongs to no table or index, and takes {file.stat().st_size:,} bytes",
            "A crash leaves such files. Move the books into a new database, which leaves it behind:"
            " finally db backup, then finally db restore",
        )
    yield from homeless(patient, base)


def homeless(patient: Patient, base: Path) -> Iterator[Finding]:
    """Folders of databases that are gone, and temporary files of processes that are."""
    oids = {str(database.oid) for database in patient.all(DATABASES)}
    for folder in sorted(base.iterdir()):
        if folder.name.isdecimal() and folder.name not in oids and is_settled(folder):
            yield warning(
                f"{shown(folder)} belongs to no database",
                f"With the server stopped: {removed(folder)}",
            )
    pids = {process.pid for process in patient.all(PROCESSES)}
    for file in sorted(base.glob("pgsql_tmp/*")):
        named = TEMPORARY.match(file.name)
        if named and int(named[1]) not in pids:
            yield warning(
                f"{shown(file)} is a temporary file of a process that is gone",
                "The server removes it when it starts next: finally db stop",
            )
