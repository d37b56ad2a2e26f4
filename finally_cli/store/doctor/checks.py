"""The checks, in the order in which they are made; a new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from finally_cli.store.doctor import beside, books, files, keeping, orphans, owning, pages, simple
from finally_cli.store.doctor.catalog import STATEMENTS
from finally_cli.store.doctor.drifting import PLURAL, drift
from finally_cli.store.doctor.findings import Finding
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.doctor.simple import asked


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. It needs no schema of this version where `of_any_schema` says so."""

    name: str
    find: Callable[[Patient], Iterable[Finding]]
    of_any_schema: bool = False
    embedded_only: bool = False


CHECKS = [
    Check("settings", asked(simple.SETTINGS), of_any_schema=True),
    Check("login settings", asked(simple.LOGIN_SETTINGS), of_any_schema=True),
    Check("checksums", asked(simple.CHECKSUMS), of_any_schema=True),
    Check("server version", simple.support, of_any_schema=True),
    Check("transaction numbers", asked(simple.WRAPAROUND), of_any_schema=True),
    Check("other databases", beside.databases, of_any_schema=True),
    *(Check(PLURAL[kind], drift(kind)) for kind in STATEMENTS),
    Check("owners", owning.owners),
    Check("roles", asked(simple.ROLES, simple.MEMBERSHIPS)),
    Check("net worth", books.networth),
    Check("targets", books.targets),
    Check("categories", books.categories),
    Check("foreign keys", orphans.orphans),
    Check("backups", keeping.backups),
]
DEEP = [
    Check("audit", books.chains),
    Check("every row", pages.rows),
    Check("files", files.strays, of_any_schema=True, embedded_only=True),
]
# It may make an extension for as long as it looks, and so its transaction is not read-only.
DEEP_WRITING = [Check("pages", pages.structure)]
