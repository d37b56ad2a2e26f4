"""Damage of many kinds, planted on purpose: each is found, named, and mended by what is advised."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from finally_cli.store.doctor.drift import IF_NOT_NEEDED
from tests.support.damaged_databases import diagnosed
from tests.support.damages import DAMAGES, SUMMED_ANEW, Damage

Connection = psycopg.Connection[Any]


def run(connection: Connection, statements: str) -> None:
    """Run statements within the test's own transaction."""
    within = statements.removeprefix("BEGIN; ").replace(" COMMIT;", "")
    connection.execute(within.encode(), prepare=False)


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_damage_is_found_and_nothing_else_and_mended_by_its_remedy(
    damage: Damage, sample: Connection
) -> None:
    run(sample, damage.done)
    found = diagnosed(sample, deep=damage.deep)
    assert [check for check, _ in found] == [damage.check], found
    ((_, one),) = found
    assert one.severity == damage.severity
    if one.finding != damage.said:
        assert one.finding.startswith(damage.said)
        assert damage.said.endswith((" from", " is", " and")), one.finding
    assert one.is_mended_by_sql or damage.mended is None
    if damage.mended is not None:
        is_odd = one.severity == "warning"
        assert one.remedy.startswith(IF_NOT_NEEDED if is_odd else damage.mended), one.remedy
        advised = one.remedy.removeprefix(IF_NOT_NEEDED)
        assert advised == damage.mended or damage.mended == SUMMED_ANEW, advised
        run(sample, advised)
        assert diagnosed(sample, deep=damage.deep) == []


def test_there_are_kinds_of_damage_enough() -> None:
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) > 50
    assert {damage.check for damage in DAMAGES} >= {"constraints", "net worth", "foreign keys"}
