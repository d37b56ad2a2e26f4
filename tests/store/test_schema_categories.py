"""Built-in categories are everybody's and nobody's; a user's own are theirs alone."""

from uuid import UUID

import pytest
from psycopg import errors, sql

from tests.support.schema_rows import (
    ANNA,
    BERT,
    CATEGORY_TABLES,
    FOOD,
    Database,
    act_as,
    built_in,
    insert,
    settle,
    valid_row,
    value,
)

OWN_OF_BERT = UUID(int=0xBB)


def rows_using(table: str, category: UUID) -> list[tuple[str, dict[str, object]]]:
    """Anna's rows that would refer to that category."""
    using: dict[str, list[tuple[str, dict[str, object]]]] = {
        "asset_categories": [
            ("assets", {"category_id": category}),
            ("category_allocation_targets", {"category_id": category}),
            ("goal_parts", {"category_id": category, "asset_id": None}),
        ],
        "income_categories": [
            ("incoming_items", {"category_id": category}),
            ("recurring_items", {"income_category_id": category, "expense_category_id": None}),
            ("rules", {"income_category_id": category, "expense_category_id": None}),
        ],
        "expense_categories": [
            ("expense_items", {"category_id": category}),
            ("budgets", {"category_id": category}),
            ("expense_subcategories", {"category_id": category}),
            ("yearly_budgets", {"category_id": category}),
            ("budget_policies", {"category_id": category}),
            ("recurring_items", {"expense_category_id": category}),
            ("rules", {"expense_category_id": category}),
        ],
        "expense_subcategories": [
            ("expense_items", {"subcategory_id": category}),
            ("recurring_items", {"subcategory_id": category}),
            ("rules", {"subcategory_id": category}),
        ],
    }
    return [(t, valid_row(t, ANNA) | changes) for t, changes in using[table]]


USES = [(table, use) for table in CATEGORY_TABLES for use in range(len(rows_using(table, FOOD)))]


@pytest.fixture
def two_households(app: Database) -> Database:
    """Bert has a category of his own in each table; the transaction works for Anna."""
    settle(app, BERT)
    for table in CATEGORY_TABLES:
        insert(app, table, valid_row(table, BERT) | {"id": OWN_OF_BERT})
    settle(app, ANNA)
    return app


def codes(db: Database, table: str) -> str:
    listed = sql.SQL(
        "SELECT string_agg(code, ' ' ORDER BY sort_order) FROM {} WHERE user_id IS NULL"
    ).format(sql.Identifier(table))
    row = db.execute(listed).fetchone()
    assert row is not None
    return str(row[0])


def test_the_built_in_categories_are_those_of_the_design(app: Database) -> None:
    assert codes(app, "asset_categories") == (
        "SINGLE_STOCKS ETF_BONDS ETF_STOCKS CRYPTO PRIVATE_EQUITY BUSINESS_PROFITS REAL_ESTATE "
        "CASH MORTGAGE LOAN CREDIT_CARD"
    )
    assert codes(app, "income_categories") == "SALARY BONUS DIVIDEND RENTAL DONATION OTHER"
    assert codes(app, "expense_categories") == (
        "RENT UTILITY FOOD TRANSPORT FEES INSURANCE WELLNESS OTHER"
    )


def test_three_built_in_categories_are_liabilities(app: Database) -> None:
    liabilities = app.execute(
        "SELECT code FROM asset_categories WHERE kind = 'liability'"
    ).fetchall()
    assert sorted(liabilities) == [("CREDIT_CARD",), ("LOAN",), ("MORTGAGE",)]


def test_every_expense_category_has_built_in_subcategories(app: Database) -> None:
    without = """
        SELECT count(*)
        FROM expense_categories
        WHERE NOT EXISTS (
            SELECT FROM expense_subcategories WHERE category_id = expense_categories.id
        )
    """
    assert value(app, without) == 0


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_the_id_of_a_built_in_category_follows_from_its_code(app: Database, table: str) -> None:
    rows = app.execute(sql.SQL("SELECT id, code FROM {}").format(sql.Identifier(table))).fetchall()
    assert rows
    assert [code for known, code in rows if known != built_in(table, code)] == []


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_nobody_renames_makes_their_own_or_deletes_a_built_in_category(
    two_households: Database, table: str
) -> None:
    for change in ("UPDATE {} SET name = 'x'", "UPDATE {} SET user_id = %s", "DELETE FROM {}"):
        statement = sql.SQL(change + " WHERE user_id IS NULL").format(sql.Identifier(table))
        parameters = [ANNA] if "%s" in change else []
        assert two_households.execute(statement, parameters).rowcount == 0


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_nobody_adds_a_built_in_category(two_households: Database, table: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        insert(two_households, table, valid_row(table, ANNA) | {"user_id": None})


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_a_users_own_category_is_not_seen_by_another(two_households: Database, table: str) -> None:
    mine = sql.SQL("SELECT count(*) FROM {} WHERE code = 'MY_OWN'").format(sql.Identifier(table))
    assert two_households.execute(mine).fetchone() == (0,)
    act_as(two_households, BERT)
    assert two_households.execute(mine).fetchone() == (1,)


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_two_users_may_have_categories_of_one_code(two_households: Database, table: str) -> None:
    insert(two_households, table, valid_row(table, ANNA))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("asset_categories", "CASH"),
        ("income_categories", "SALARY"),
        ("expense_categories", "FOOD"),
        ("expense_subcategories", "GROCERIES"),
    ],
)
def test_a_users_own_code_cannot_hide_a_built_in_one(
    two_households: Database, table: str, code: str
) -> None:
    with pytest.raises(errors.UniqueViolation) as refused, two_households.transaction():
        insert(two_households, table, valid_row(table, ANNA) | {"code": code})
    assert refused.value.diag.constraint_name == "category_code_is_built_in"

    insert(two_households, table, valid_row(table, ANNA))
    with pytest.raises(errors.UniqueViolation) as refused:
        two_households.execute(
            sql.SQL("UPDATE {} SET code = %s WHERE code = 'MY_OWN'").format(sql.Identifier(table)),
            [code],
        )
    assert refused.value.diag.constraint_name == "category_code_is_built_in"


@pytest.mark.parametrize(("table", "use"), USES)
def test_a_category_of_another_user_cannot_be_used(
    two_households: Database, table: str, use: int
) -> None:
    # The id exists, and the foreign key sees past row security: only the trigger is in the way.
    referring, row = rows_using(table, OWN_OF_BERT)[use]
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        insert(two_households, referring, row)
    assert refused.value.diag.constraint_name == "category_is_own_or_built_in"


@pytest.mark.parametrize(("table", "use"), USES)
def test_a_row_cannot_move_to_a_category_of_another_user(
    two_households: Database, table: str, use: int
) -> None:
    referring, row = rows_using(table, OWN_OF_BERT)[use]
    valid = valid_row(referring, ANNA) | {"id": UUID(int=0xAA)}
    insert(two_households, referring, valid)
    moved = {column: given for column, given in row.items() if valid.get(column) != given}
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        two_households.execute(
            sql.SQL("UPDATE {} SET {} WHERE id = %s").format(
                sql.Identifier(referring),
                sql.SQL(", ").join(
                    sql.SQL("{} = %s").format(sql.Identifier(column)) for column in moved
                ),
            ),
            [*moved.values(), valid["id"]],
        )
    assert refused.value.diag.constraint_name == "category_is_own_or_built_in"


@pytest.mark.parametrize(("table", "use"), USES)
def test_the_owner_of_the_tables_is_held_to_it_too(owner: Database, table: str, use: int) -> None:
    settle(owner, BERT)
    insert(owner, table, valid_row(table, BERT) | {"id": OWN_OF_BERT})
    settle(owner, ANNA)
    referring, row = rows_using(table, OWN_OF_BERT)[use]
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        insert(owner, referring, row)
    assert refused.value.diag.constraint_name == "category_is_own_or_built_in"


def test_one_bad_row_among_many_refuses_them_all(two_households: Database) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        two_households.execute(
            """
            INSERT INTO expense_items (user_id, category_id, year, month, amount)
            SELECT %(anna)s, CASE n WHEN 500 THEN %(bad)s::uuid ELSE %(food)s::uuid END, 2026, 1, n
            FROM generate_series(1, 1000) AS n
            """,
            {"anna": ANNA, "bad": OWN_OF_BERT, "food": FOOD},
        )


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_a_users_own_category_can_be_used_by_them(two_households: Database, table: str) -> None:
    insert(two_households, table, valid_row(table, ANNA) | {"id": UUID(int=0xAA)})
    for referring, row in rows_using(table, UUID(int=0xAA)):
        if referring == "expense_subcategories":
            row["code"] = "OF_MY_OWN"
        insert(two_households, referring, row)


@pytest.mark.parametrize("table", CATEGORY_TABLES)
def test_a_category_keeps_its_owner_whoever_asks(owner: Database, table: str) -> None:
    settle(owner, BERT)
    settle(owner, ANNA)
    insert(owner, table, valid_row(table, ANNA))
    change = sql.SQL("UPDATE {} SET user_id = %s WHERE code = %s").format(sql.Identifier(table))
    built_in_code = codes(owner, table).split()[0]
    for code, new_owner in (("MY_OWN", BERT), ("MY_OWN", None), (built_in_code, ANNA)):
        with pytest.raises(errors.CheckViolation) as refused, owner.transaction():
            owner.execute(change, [new_owner, code])
        assert refused.value.diag.constraint_name == "category_owner_is_fixed"


def test_a_category_stays_an_asset_or_a_liability(two_households: Database) -> None:
    insert(two_households, "asset_categories", valid_row("asset_categories", ANNA))
    with pytest.raises(errors.CheckViolation) as refused:
        change = "UPDATE asset_categories SET kind = 'liability' WHERE code = 'MY_OWN'"
        two_households.execute(change)
    assert refused.value.diag.constraint_name == "category_kind_is_fixed"


def test_a_category_in_use_cannot_be_deleted(two_households: Database) -> None:
    own = {"id": UUID(int=0xAA)}
    insert(two_households, "expense_categories", valid_row("expense_categories", ANNA) | own)
    item = valid_row("expense_items", ANNA) | {"category_id": UUID(int=0xAA)}
    insert(two_households, "expense_items", item)
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        two_households.execute("DELETE FROM expense_categories WHERE code = 'MY_OWN'")
    assert refused.value.diag.constraint_name == "expense_is_in_a_category"
