"""The checks whose statements give findings by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from finally_cli.store.doctor.findings import Finding
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement

SETTINGS = Statement("doctor/settings", Finding)
LOGIN_SETTINGS = Statement("doctor/login_settings", Finding)
CHECKSUMS = Statement("doctor/checksums", Finding)
SUPPORT = Statement("doctor/server_support", Finding)
WRAPAROUND = Statement("doctor/wraparound", Finding)
ROLES = Statement("doctor/roles", Finding)
MEMBERSHIPS = Statement("doctor/memberships", Finding)


def asked(*statements: Statement[Finding]) -> Callable[[Patient], list[Finding]]:
    """The check that a statement is, or several together."""
    return lambda patient: [one for statement in statements for one in patient.all(statement)]


def support(patient: Patient) -> Iterator[Finding]:
    """Whether the server still gets corrections today."""
    from finally_cli.model.month import today

    yield from patient.all(SUPPORT, today=today())
