"""Targets: each in a set that begins in a month, and no set of more than the whole."""

import pytest
from psycopg import errors

from tests.support.schema_rows import (
    ANNA,
    CASH,
    MORTGAGE,
    Database,
    built_in,
    giro_of,
    insert,
    settle,
    valid_row,
    value,
)

BONDS = built_in("asset_categories", "ETF_BONDS")
SETS = "SELECT string_agg(to_char(period, 'YYYY-MM'), ' ' ORDER BY period) FROM target_sets"


@pytest.fixture
def anna(app: Database) -> Database:
    settle(app, ANNA)
    return app


def target(db: Database, category: object, share: str, year: int = 2026) -> None:
    row = {"user_id": ANNA, "category_id": category, "target_pct": share, "year": year}
    insert(db, "category_allocation_targets", row)


def asset_target(db: Database, asset: object, share: str) -> None:
    insert(db, "asset_targets", valid_row("asset_targets", ANNA) | {
        "asset_id": asset, "target_pct": share,
    })  # fmt: skip


def second(db: Database, category: object) -> object:
    """The id of one more asset."""
    row = valid_row("assets", ANNA) | {"category_id": category}
    insert(db, "assets", row)
    return value(db, "SELECT id FROM assets WHERE asset_name = 'Wallet'")


def test_a_target_brings_its_set_along(anna: Database) -> None:
    target(anna, CASH, "0.5")
    target(anna, BONDS, "0.5")
    asset_target(anna, giro_of(ANNA), "1")
    assert value(anna, SETS) == "2026-01"


def test_who_knows_nothing_of_sets_writes_into_the_earliest(anna: Database) -> None:
    insert(anna, "category_allocation_targets", valid_row("category_allocation_targets", ANNA))
    assert value(anna, SETS) == "2000-01"


def test_a_set_is_in_force_until_the_next_begins(anna: Database) -> None:
    for year in (2024, 2026):
        target(anna, CASH, "0.5", year)
    spans = anna.execute(
        "SELECT first_month::text, next_month::text FROM target_spans ORDER BY first_month"
    ).fetchall()
    assert spans == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]


def test_a_set_with_targets_stays(anna: Database) -> None:
    target(anna, CASH, "0.5")
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        anna.execute("DELETE FROM target_sets")
    assert refused.value.diag.constraint_name == "target_is_of_a_set"


def test_a_set_is_at_most_the_whole(anna: Database) -> None:
    target(anna, CASH, "0.6")
    target(anna, BONDS, "0.5", 2027)
    with pytest.raises(errors.CheckViolation) as refused, anna.transaction():
        target(anna, BONDS, "0.400001")
    assert refused.value.diag.constraint_name == "targets_are_at_most_the_whole"
    target(anna, BONDS, "0.4")
    with pytest.raises(errors.CheckViolation), anna.transaction():
        anna.execute("UPDATE category_allocation_targets SET target_pct = 0.7 WHERE year = 2026")
    # Raised and lowered by one statement, the sum stays.
    anna.execute(
        "UPDATE category_allocation_targets SET target_pct = 1 - target_pct WHERE year = 2026"
    )


def test_the_assets_of_a_category_are_at_most_all_of_it(anna: Database) -> None:
    asset_target(anna, giro_of(ANNA), "0.6")
    wallet = second(anna, CASH)
    with pytest.raises(errors.CheckViolation) as refused, anna.transaction():
        asset_target(anna, wallet, "0.5")
    assert refused.value.diag.constraint_name == "asset_targets_are_at_most_the_category"
    asset_target(anna, wallet, "0.4")


def test_an_asset_takes_its_target_along_where_there_is_room(anna: Database) -> None:
    move = "UPDATE assets SET category_id = %s WHERE asset_name = 'Wallet'"
    asset_target(anna, giro_of(ANNA), "0.6")
    asset_target(anna, second(anna, BONDS), "0.5")
    with pytest.raises(errors.CheckViolation) as refused, anna.transaction():
        anna.execute(move, [CASH])
    assert refused.value.diag.constraint_name == "asset_targets_are_at_most_the_category"
    with pytest.raises(errors.CheckViolation) as refused, anna.transaction():
        anna.execute(move, [MORTGAGE])
    assert refused.value.diag.constraint_name == "target_is_for_assets_only"
    anna.execute("UPDATE asset_targets SET target_pct = 0.4 WHERE target_pct = 0.5")
    anna.execute(move, [CASH])


def test_a_debt_takes_no_target(anna: Database) -> None:
    debt = second(anna, MORTGAGE)
    with pytest.raises(errors.CheckViolation) as refused:
        asset_target(anna, debt, "0.5")
    assert refused.value.diag.constraint_name == "target_is_for_assets_only"
