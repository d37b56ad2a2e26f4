"""Every statement run on the sample household: null comes only where its header has a `?`."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from hashlib import md5, sha256
from typing import Any
from uuid import UUID

import psycopg
import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Server
from tests.support.each import each
from tests.support.sql_files import NAMES, SqlFile, sql_files


def sample_id(name: str) -> UUID:
    """The id of something in sample.sql."""
    return UUID(md5(f"sample/{name}".encode(), usedforsecurity=False).hexdigest())


SALARY = UUID(md5(b"income_categories/SALARY", usedforsecurity=False).hexdigest())
CASH = UUID(md5(b"asset_categories/CASH", usedforsecurity=False).hexdigest())
FOOD = UUID(md5(b"expense_categories/FOOD", usedforsecurity=False).hexdigest())
UTILITY = UUID(md5(b"expense_categories/UTILITY", usedforsecurity=False).hexdigest())
SINGLE_STOCKS = UUID(md5(b"asset_categories/SINGLE_STOCKS", usedforsecurity=False).hexdigest())
ASSETS = [
    sample_id(f"ann/{name}") for name in ("Checking", "Berlin account", "Acme", "Piano", "Visa")
]
MONTHS = [date(2025, 9, 1), date(2026, 5, 1), date(2026, 10, 1), date(2026, 11, 1)]
VALUES: dict[str, list[Any]] = {
    "action": ["ignore", "category"],
    "source_name": ["Its bank"],
    "layout": ["{}"],
    "account_key": ["NL00BANK0000000000"],
    "added": [Decimal(0), Decimal(1000)],
    "amount": [Decimal(100)],
    "asset": ["Cello"],
    "asset_id": ASSETS,
    "asset_ids": [ASSETS],
    "assets": [[None]],
    "average_spending": [Decimal(695), Decimal(0)],
    "base": [Decimal(1000), Decimal(-1)],
    "base_currency": ["USD"],
    "before": [date(2025, 9, 1)],
    "categories": [["CASH"]],
    "by": ["asset", "category", "total"],
    "carry_cap": [None],
    "carry_floor": [None],
    "category": ["CASH", "MORTGAGE"],
    "category_ids": [[SINGLE_STOCKS]],
    "category_id": [sample_id("ann/HOBBY"), FOOD, SALARY, SINGLE_STOCKS, CASH],
    "code": ["ITS_CODE"],
    "cognito_sub": ["a-sub"],
    "command": ["expense add"],
    "contribution": [Decimal(500)],
    "by_month": [True, False],
    "cash_moves": [
        '[{"month": "2026-10-01", "kind": "cash", "opening": 1, "closing": 2, "put_in": 1,'
        ' "value": 0, "currency": 0, "is_apart": false, "lacks_start": false, "lacks_end": false},'
        ' {"month": "2026-09-01", "kind": "cash", "put_in": null, "currency": 0, "is_apart": true,'
        ' "lacks_start": true, "lacks_end": true}]',
    ],
    "codes": [["MISSING"]],
    "csv": ["amount\n40.00"],
    "currencies": [["USD"]],
    "from_currencies": [["EUR"]],
    "to_currencies": [["USD"]],
    "in_from": [[Decimal(1)]],
    "in_to": [[Decimal("1.19")]],
    "currency": ["EUR"],
    "database": ["sample"],
    "date": [date(2025, 9, 10), date(2026, 10, 31)],
    "day": [31],
    "debt_paid": [Decimal(1000)],
    "apart": [Decimal(-3000)],
    "values_from": [date(2025, 9, 1)],
    "default_policy": ["adjust", "carry"],
    "display_name": ["Carla"],
    "direction": ["out"],
    "email": ["carla@example.org"],
    "entries": [
        f'[{{"month": "2025-10-01", "category_id": "{FOOD}", "income": null, "expense": 40}},'
        f' {{"month": "2025-10-01", "category_id": "{SALARY}", "income": 0, "expense": null}},'
        f' {{"month": "2025-11-01", "category_id": "{SALARY}", "income": 9, "expense": null}}]',
        "[]",
    ],
    "every": ["quarter"],
    "exit_code": [0],
    "expense_category_id": [FOOD],
    "field": ["asset_id"],
    "fields": [["asset", "month"]],
    "factor": [10],
    "first": [date(2025, 9, 1)],
    "first_id": [UUID(int=0)],
    "first_month": [date(2026, 1, 1)],
    "first_row": [1],
    "from_category_id": [FOOD],
    "from_currency": ["EUR"],
    "published_on": [[date(2026, 8, 31)]],
    "replace": [True, False],
    "hash": ["00"],
    "id": [
        *ASSETS,
        *map(
            sample_id,
            ("ann/bank", "ann/old card", "ann/import/2026-10", "ann/row/cinema", "ann/rule/food"),
        ),
        *map(sample_id, ("ann/HOBBY", "ann/GARDEN", "ann/SAILING", "ann/berth")),
        *map(sample_id, ("ann/SALARY/1", "ann/groceries/1")),
        *map(sample_id, ("ann/goal/nest", "ann/goal/sabbatical", "ann/move/frost")),
        *map(sample_id, ("ann/SALARY/0", "ann/groceries/0", "ann/electricity/0")),
    ],
    "ids": [
        list(map(sample_id, ("ann/rule/pay", "ann/rule/food"))),
        list(map(sample_id, ("ann/row/salary", "ann/row/groceries"))),
        list(map(sample_id, ("ann/row/settled", "ann/row/received"))),
    ],
    "kept_by": ["value"],
    "quantity": [None],
    "price": [Decimal("82.1")],
    "numerator": [4],
    "denominator": [1],
    "everything": [True],
    "goal_id": [sample_id("ann/goal/nest")],
    "goal_name": ["Another goal", "Nest egg"],
    "from_amount": [Decimal(0)],
    "due_month": [date(2028, 12, 1)],
    "messages": [["Nothing is known of the house."]],
    "only": [date(2026, 10, 1)],
    "months_of_spending": [None],
    "times_yearly_spending": [None],
    "include_closed": [True, False],
    "include_ended": [True, False],
    "include_reopened": [True, False],
    "in_months": [[date(2026, 9, 1)]],
    "income_category_id": [None],
    "is_dayless": [False, True],
    "is_endless": [False, True],
    "is_regex": [False],
    "is_remark": [True],
    "is_signed": [False, True],
    "json": ["{}"],
    "key": ["rent/2026-11"],
    "kind": ["asset", "income", "expense"],
    "last": [date(2026, 10, 1), date(2026, 11, 1)],
    "last_id": [UUID(int=2**128 - 1)],
    "last_month": [date(2026, 12, 1)],
    "last_row": [2],
    "least_amount": [Decimal(10)],
    "lender": ["ann@example.org"],
    "limit": [3],
    "locked": [True, False],
    "login": ["ann@example.org"],
    "makes": [True, False],
    "market_cap": [Decimal(2000000000)],
    "month": MONTHS,
    "most_amount": [Decimal(50)],
    "moves": [[Decimal(100)]],
    "month_gone": [Decimal("0.5")],
    "months": [14],
    "name": ["Its name"],
    "names": [["Cash"]],
    "new": ["another"],
    "newest_first": [True, False],
    "note": ["A note"],
    "number": [1],
    "of_target": [Decimal("0.25")],
    "pattern": ["rewe"],
    "places": [2],
    "points": [Decimal("0.05")],
    "planned": [["00000000-0000-0000-0000-000000000000"]],
    "policy": ["reset"],
    "prefix": ["sample"],
    "put_in": [Decimal(3000)],
    "rate": [Decimal("1.5")],
    "remarks": [""],
    "request_hash": [bytes(32)],
    "row_id": ["00000000-0000-0000-0000-000000000000"],
    "reader": ["bob@example.org"],
    "reason": ["a late invoice"],
    "reader_id": [sample_id("bob")],
    "role_name": ["carls_login", "anns_login"],
    "search": ["electric", "nowhere"],
    "sequence": [0, 1],
    "shares": [[Decimal("0.9")]],
    "shares_within": [[Decimal(1)]],
    "since": [date(2000, 1, 1)],
    "source": [date(2026, 10, 1), date(2026, 9, 1)],
    "source_id": [sample_id("ann/bank")],
    "subcategory_id": [sample_id("ann/SAILING")],
    "table": ["Recorded."],
    "tables": [["users", "assets", "audit_changes"]],
    "table_name": ["asset_inputs"],
    "this_month": [date(2026, 11, 1), date(2026, 10, 1)],
    "targets": [[Decimal(1)]],
    "targets_before": [[Decimal(1)]],
    "ticker": ["TICK"],
    "to_category_id": [UTILITY],
    "to_currency": ["USD"],
    "today": [date(2099, 12, 31)],
    "type": ["users"],
    "user_id": [sample_id("ann")],
    "value": [Decimal(1000), Decimal(0)],
    "values": [[Decimal(900)]],
    "wanted": ["checking", "berlin account", "piano", "city bank", "old card"],
    "whole": [Decimal(1000), Decimal(-1)],
    "who": ["bob", "nobody"],
    "year": [2026, 2025, 2027],
    "functions": [[2626]],  # pg_sleep, on every server
    "relations": [[1259]],
    "types": [[23, 1007]],
    "words": [["integer"]],
    "by_file": [True, False],
    "by_id": [True, False],
    "closed_on": [date(2025, 9, 10)],
    "closing": [Decimal(820)],
    "closing_on": [date(2025, 9, 10), None],
    "file": [1],
    "file_hash": [bytes(32), sha256(b"october").digest()],
    "file_name": ["giro.ofx"],
    "first_day": [date(2025, 8, 1)],
    "follows": [True, None],
    "format": ["ofx", "csv"],
    "begins": [25, 1],
    "has_ids": [True, None],
    "import_id": [sample_id("ann/import/2026-10"), sample_id("ann/import/2025-09")],
    "import_ids": [[sample_id("ann/import/2026-10")]],
    "ignored": [["id"]],
    "is_dry": [True, False],
    "is_sealed": [True, False],
    "last_day": [date(2025, 9, 10)],
    "last_months": [[date(2026, 10, 1)]],
    "month_begins": [1, 25],
    "entries_month": [date(2026, 11, 1)],
    "opening": [Decimal(1000)],
    "other_id": [sample_id("ann/row/hotel")],
    "opening_on": [date(2025, 7, 31)],
    "other": ["assets"],
    "proven_on": [date(2025, 7, 31)],
    "resurrect": [True, False],
    "rows_read": [4],
    "rule_ids": [[sample_id("ann/rule/food")]],
    "rules": [["rule 1"]],
    "sequences": [[0]],
    "source_ids": [[sample_id("ann/bank")]],
    "unexplained": [[Decimal(4000)], [Decimal(-400)]],
    "up_to": [date(2026, 12, 31)],
    "waiting": [True, False],
    "words_from": [None],
}
# Each needs another statement before it: one that takes out of the way what it deletes, or one that
# keeps what it finds.
BEFORE = {
    "close/list": "close/month",
    "close/reopen": "close/month",
    "close/through": "close/month",
    "export/closes": "close/month",
    "goal/delete": "goal/delete_parts",
    "asset/delete": "snapshot/delete_all",
    "price/delete": "price/set",
    "price/get": "price/set",
    "price/neighbours": "price/set",
    "idempotency/find": "idempotency/keep",
    "inbox/pair": "inbox/part",
    "user/share": "user/unshare",
}
# Gives a row only where there is no user at all.
NEVER = {
    "user/first",
    # Nothing is closed in sample.sql, nor opened again: tests/commands/test_close.py.
    "close/changes",
    "close/event",
    "close/verify",
    # Of what waits for a lock, and here nothing does.
    "db/lock_holder",
    # Nothing was chosen alike by hand: tests/commands/rule/test_suggest.py has what was.
    "rule/suggest",
    # There is one event in sample.sql, which nobody can take back, with another id each time.
    "audit/entry",
    "audit/last",
    "audit/show",
    "audit/undo",
    "audit/verify_rows",
    # No month of the sample is closed: tests/reports/test_restated.py closes some.
    "report/seal_moments",
    # Its chain is sound: tests/commands/test_known_at.py breaks one.
    "past/breaks",
    # Of entries that were typed before their rows came: tests/commands/inbox has some.
    "inbox/twins",
    # Nothing is skipped in sample.sql, nor due in a closed month:
    # tests/commands/recurring/test_due_days.py has some.
    "recurring/closed",
    "recurring/due_in",
    "recurring/skip",
    "recurring/skipped",
    "recurring/unskip",
    # The sample has no category of income of its own: tests/commands/export/test_tables.py has one.
    "export/income_categories",
    # Of enumerations, which are none of ours: tests/commands/db/test_schema.py has one.
    "prisma/labels",
    # What is wrong with a database, and this one is sound: see tests/store/doctor.
    *(
        f"doctor/{name}"
        for name in (
            "amcheck", "categories", "checksums", "login_settings", "memberships", "networth",
            "owners", "rewrites", "roles", "settings", "targets", "wraparound",
        )
    ),
}  # fmt: skip


def combinations(file: SqlFile) -> Iterator[dict[str, Any]]:
    """Each value of each parameter beside the first of the others; then each optional one null."""
    unknown = [param.name for param in file.params if param.name not in VALUES]
    assert unknown == [], "give them values above"
    usual = {param.name: VALUES[param.name][0] for param in file.params}
    for param in file.params:
        for value in VALUES[param.name]:
            yield usual | {param.name: value}
    for asset in ASSETS if "id" in usual and "month" in usual else []:
        for month in MONTHS:
            yield usual | {"id": asset, "month": month}
    optional = {param.name: None for param in file.params if param.nullable}
    for id_ in VALUES["id"] if "id" in usual else [None]:
        yield usual | optional | ({"id": id_} if id_ else {})
    for name in optional:
        yield usual | {name: None}


@pytest.fixture
def ann(server: Server, sample_database: str) -> Iterator[psycopg.Connection[Any]]:
    """The sample household as its owner's everyday role sees it; rolled back."""
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        connection.execute(
            "SELECT set_config('finally.user_id', %s, false)", [str(sample_id("ann"))]
        )
        connection.commit()
        yield connection


def outcome(db: psycopg.Connection[Any], file: SqlFile, given: dict[str, Any]) -> list[Any]:
    """The rows of a statement, undone again; none where a rule of the schema refuses the values."""
    rows: list[Any] = []
    try:
        for name in file.needs:
            db.execute(sql_files()[name].body)
        if before := BEFORE.get(file.name):
            usual = {name: values[0] for name, values in VALUES.items()}
            db.execute(sql_files()[before].body, usual | given)
        cursor = db.execute(file.body, given)
        rows = cursor.fetchall() if cursor.description else []
    except psycopg.IntegrityError:
        pass
    finally:
        db.rollback()
    return rows


@each("name", [name for name in NAMES if sql_files()[name].rows])
def test_nothing_is_null_where_the_header_says_it_never_is(
    name: str, ann: psycopg.Connection[Any]
) -> None:
    file = sql_files()[name]
    rows = [row for given in combinations(file) for row in outcome(ann, file, given)]
    if not file.needs and name not in NEVER:
        assert rows, "no values above make it give a row"
    for place, column in enumerate(file.rows):
        if not column.nullable:
            assert all(row[place] is not None for row in rows), column.name
