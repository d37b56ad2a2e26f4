"""One valid row for every table, so that a test says only what is special about its own."""

from collections.abc import Mapping
from hashlib import md5
from typing import Any, TypeAlias
from uuid import UUID

from psycopg import Connection, sql

Database: TypeAlias = Connection[Any]

ANNA = UUID(int=0xA)
BERT = UUID(int=0xB)
DORA = UUID(int=0xD)

CATEGORY_TABLES = (
    "asset_categories",
    "income_categories",
    "expense_categories",
    "expense_subcategories",
)


def built_in(table: str, code: str) -> UUID:
    """The id of a built-in category: the same in every database."""
    return UUID(md5(f"{table}/{code}".encode(), usedforsecurity=False).hexdigest())


CASH = built_in("asset_categories", "CASH")
MORTGAGE = built_in("asset_categories", "MORTGAGE")
FOOD = built_in("expense_categories", "FOOD")
RENT = built_in("expense_categories", "RENT")
UTILITY = built_in("expense_categories", "UTILITY")
SALARY = built_in("income_categories", "SALARY")


def giro_of(user: UUID) -> UUID:
    """The id of the one asset that `settle` gives a user."""
    return UUID(int=user.int << 64)


def phone_of(user: UUID) -> UUID:
    """The id of the one recurring item that `settle` gives a user."""
    return UUID(int=(user.int << 64) + 1)


def account_of(user: UUID) -> UUID:
    """The id of the one source that `settle` gives a user: the account behind the giro."""
    return UUID(int=(user.int << 64) + 2)


def file_of(user: UUID) -> UUID:
    """The id of the one import that `settle` gives a user, of that source."""
    return UUID(int=(user.int << 64) + 3)


def bank_row_of(user: UUID) -> UUID:
    """The id of the one bank row that `settle` gives a user, of that import: it waits."""
    return UUID(int=(user.int << 64) + 4)


def goal_of(user: UUID) -> UUID:
    """The id of the one goal that `settle` gives a user: it counts nothing by name."""
    return UUID(int=(user.int << 64) + 5)


def valid_row(table: str, user: UUID) -> dict[str, object]:
    """A row that the table accepts, once the user is settled and nothing like it is there."""
    month: dict[str, object] = {"year": 2026, "month": 1}
    own: dict[str, object] = {"user_id": user}
    category: dict[str, object] = own | {"code": "MY_OWN", "name": "My own"}
    rows: dict[str, dict[str, object]] = {
        "users": {"email": "carla@example.org"},
        "asset_categories": category | {"kind": "asset"},
        "income_categories": category,
        "expense_categories": category,
        "expense_subcategories": category | {"category_id": FOOD},
        "assets": own | {"category_id": CASH, "asset_name": "Wallet"},
        "asset_inputs": own | month | {"asset_id": giro_of(user), "total": 100},
        "prices": own
        | {"asset_id": giro_of(user), "day": "2026-03-31", "price": "82.1", "currency": "USD"},
        "splits": own
        | {"asset_id": giro_of(user), "day": "2026-03-31", "numerator": 4, "denominator": 1},
        "market_cap_history": own
        | month
        | {"asset_id": giro_of(user), "market_cap": 5, "source": "typed"},
        "fx_rates": own | month | {"from_currency": "EUR", "to_currency": "USD", "rate": "1.08"},
        "networth_materialized": own | month | {"net_worth": 100, "snapshots": 1},
        "incoming_items": own | month | {"category_id": SALARY, "amount": 3000},
        "expense_items": own | month | {"category_id": FOOD, "amount": 40},
        "budgets": own | month | {"category_id": FOOD, "budget_amount": 400},
        "budget_moves": own
        | {"year": 2026, "month": 12}
        | {"from_category_id": RENT, "to_category_id": UTILITY, "amount": 20},
        "category_allocation_targets": own | {"category_id": CASH, "target_pct": "0.25"},
        "idempotency_keys": own
        | {
            "key": "rent/2026-01",
            "request_hash": bytes(32),
            "command": "expense add",
            "answer": '{"json": "{}", "csv": "", "table": "Done.", "is_remark": true,'
            ' "remarks": "", "exit_code": 0}',
        },
        "target_sets": own | {"year": 2027, "month": 1},
        "asset_targets": own | month | {"asset_id": giro_of(user), "target_pct": "0.5"},
        "yearly_budgets": own | {"category_id": FOOD, "year": 2026, "budget_amount": 4800},
        "budget_policies": own | {"category_id": FOOD, "policy": "carry"},
        "recurring_items": own
        | {
            "expense_category_id": FOOD,
            "amount": 50,
            "every": "month",
            "first_month": "2026-01-01",
        },
        "recurring_postings": own
        | month
        | {"recurring_id": phone_of(user), "item_id": UUID(int=0x17E)},
        "sources": own | {"source_name": "Card", "currency": "USD"},
        "rules": own
        | {
            "position": 1,
            "pattern": "REWE",
            "action": "category",
            "expense_category_id": FOOD,
        },
        "imports": own
        | {
            "source_id": account_of(user),
            "file_name": "january.csv",
            "file_hash": bytes(32),
            "format": "csv",
            "rows_read": 1,
            "first_day": "2026-01-01",
            "last_day": "2026-01-31",
            "opening": 100,
            "opening_on": "2025-12-31",
            "closing": 60,
            "closing_on": "2026-01-31",
        },
        "import_rows": own
        | {
            "import_id": file_of(user),
            "source_id": account_of(user),
            "line": 3,
            "day": "2026-01-15",
            "amount": -40,
            "text": "REWE SAGT DANKE",
            "key": UUID(int=0x15),
            "occurrence": 1,
            "decision": "category",
            "decided_by": "rule",
        },
        "goals": own | {"goal_name": "House deposit", "amount": 60000},
        "goal_parts": own | {"goal_id": goal_of(user), "asset_id": giro_of(user)},
        "user_logins": own | {"role_name": f"login_of_{user.int:x}"},
        "user_shares": own | {"reader_id": ANNA if user == BERT else BERT},
    }
    return rows[table]


def insert(db: Database, table: str, row: Mapping[str, object]) -> None:
    db.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        ),
        list(row.values()),
    )


def act_as(db: Database, user: UUID | None) -> None:
    """Say who the rest of the transaction works for."""
    db.execute(
        "SELECT set_config('finally.user_id', %s, true)", ["" if user is None else str(user)]
    )


def settle(db: Database, user: UUID) -> None:
    """A user with one asset, one recurring item, one file of one source with a row that waits, and
    two budgets of 2026-12, for what is moved from one to the other.

    The transaction's identity is set to them.
    """
    act_as(db, user)
    insert(db, "users", {"id": user, "email": f"{user.int:x}@example.org"})
    insert(db, "assets", valid_row("assets", user) | {"id": giro_of(user), "asset_name": "Giro"})
    phone = {"id": phone_of(user), "description": "Phone"}
    insert(db, "recurring_items", valid_row("recurring_items", user) | phone)
    account = {"id": account_of(user), "source_name": "Giro at the bank"}
    insert(db, "sources", valid_row("sources", user) | account)
    insert(db, "imports", valid_row("imports", user) | {"id": file_of(user)})
    waiting = {"id": bank_row_of(user), "key": UUID(int=0x14), "decision": "waits"}
    row = valid_row("import_rows", user) | waiting | {"decided_by": None}
    insert(db, "import_rows", row)
    goal = {"id": goal_of(user), "goal_name": "Rainy days"}
    insert(db, "goals", valid_row("goals", user) | goal)
    for category in (RENT, UTILITY):
        budget = {"category_id": category, "month": 12}
        insert(db, "budgets", valid_row("budgets", user) | budget)


def value(db: Database, query: str, *parameters: object) -> Any:
    """The single value of a query's single row."""
    row = db.execute(query, parameters).fetchone()
    assert row is not None
    return row[0]
