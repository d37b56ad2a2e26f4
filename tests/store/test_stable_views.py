"""The views that other programs build on: the figures of the reports, in every month."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.profile import POLICIES
from tests.conftest import TESTS, Run

VIEWS = ("net_worth_by_month", "cash_flow_by_month", "values_by_month", "budget_by_month")
RANGE = ("--from", "2000-01", "--to", "2100-12")
NET_WORTH = ("month", "assets", "debts", "net_worth", "carried", "missing")
FLOWS = ("month", "income", "expenses", "net", "savings_rate")
VALUES = ("asset", "category", "kind", "value", "carried")
BUDGETS = ("category", "budget", "carried", "available", "spent", "left_over", "used_pct")
NAMES = {"month", "asset", "category", "kind"}

Row = dict[str, Any]


def query(db: psycopg.Connection[Any], view: str, **conditions: object) -> list[Row]:
    """The rows of a view, months as they are typed."""
    asked = " AND ".join(f"{name} = %({name})s" for name in conditions) or "true"
    cursor = db.execute(f"SELECT * FROM {view} WHERE {asked}".encode(), conditions)
    names = [column.name for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"month": f"{row['month']:%Y-%m}"} for row in rows]


def identify(db: psycopg.Connection[Any], email: str, policy: str = "adjust") -> str:
    """Open the books of whose address begins so; their id."""
    db.execute("RESET finally.user_id")
    found = db.execute("SELECT id FROM users WHERE email LIKE %s", [f"{email}%"]).fetchall()
    db.execute(f"SET LOCAL finally.user_id = '{found[0][0]}'".encode())
    db.execute(f"SET LOCAL finally.budget_policy = '{policy}'".encode())
    return str(found[0][0])


def figures(row: Row, names: tuple[str, ...]) -> tuple[object, ...]:
    """Some of a row, amounts as numbers: a report's JSON has them as texts."""
    return tuple(
        Decimal(row[name]) if isinstance(row[name], str) and name not in NAMES else row[name]
        for name in names
    )


def assert_agreement(
    run: Run, db: psycopg.Connection[Any], email: str, policy: str, *profile: str
) -> int:
    """Every figure of every month is that of the report; how many months there were."""

    def report(*words: str) -> list[Row]:
        shown = run("report", *words, *profile, "--json")
        rows: list[Row] = shown.json["rows"] if shown.exit_code == 0 else []
        return rows

    def seen(view: str, names: tuple[str, ...], **conditions: object) -> set[tuple[object, ...]]:
        user_id = identify(db, email, policy)
        rows = [figures(row, names) for row in query(db, view, user_id=user_id, **conditions)]
        assert len(rows) == len(set(rows))
        return set(rows)

    history, flows = report("networth", *RANGE), report("cashflow", *RANGE)
    assert seen("net_worth_by_month", NET_WORTH) == {figures(row, NET_WORTH) for row in history}
    assert seen("cash_flow_by_month", FLOWS) == {figures(row, FLOWS) for row in flows}
    budgets = run("budget", "list", *profile, "--json").json["rows"]
    months = {row["month"] for row in [*history, *flows]}
    months |= {row["period"] for row in budgets if "-" in row["period"]}
    for month in months:
        of_month = {"year": int(month[:4]), "month_of_year": int(month[5:])}
        said = report("networth", "--by", "asset", "--month", month)
        assert seen("values_by_month", VALUES, **of_month) == {
            figures(row, VALUES) for row in said if row["value"] is not None
        }
        planned = report("budget", "--month", month)
        found = seen("budget_by_month", BUDGETS, **of_month)
        assert found <= {figures(row, BUDGETS) for row in planned}
        assert {row[0] for row in found} >= {
            row["category"]
            for row in planned
            if row["budget"] is not None or Decimal(row["spent"]) != 0
        }
    return len(months)


def test_columns_keep_their_names_types_and_places(
    owner: psycopg.Connection[Any], golden: Callable[[str, str], None]
) -> None:
    """What is there may be built on: a new column comes after the others."""
    columns = owner.execute(
        "SELECT relname, attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " JOIN pg_class ON pg_class.oid = attrelid WHERE relname = ANY (%s)"
        " ORDER BY relname, attnum",
        [list(VIEWS)],
    ).fetchall()
    golden("stable-views.txt", "".join(f"{'  '.join(column)}\n" for column in columns))


def test_the_sample_has_the_figures_of_the_reports(
    look: Run, sample_connection: psycopg.Connection[Any]
) -> None:
    with sample_connection.transaction(force_rollback=True):
        assert assert_agreement(look, sample_connection, "ann", "adjust") == 14


def test_the_demo_has_the_figures_of_the_reports(run: Run, books: psycopg.Connection[Any]) -> None:
    run("demo")
    assert assert_agreement(run, books, "demo", "adjust", "--profile", "demo") >= 120


@pytest.mark.parametrize("policy", POLICIES)
def test_gaps_refunds_closed_assets_and_what_is_rolled_are_as_in_the_reports(
    policy: str,
    run: Run,
    books: psycopg.Connection[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "config.toml").write_text(f'budget_policy = "{policy}"\n', encoding="utf-8")
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    for line in HOUSEHOLD.splitlines():
        assert run(*line.split()).exit_code == 0, line
    assert assert_agreement(run, books, "ann", policy) == 16
    identify(books, "ann", policy)
    # Worked out by hand. January: 100 + 60 - 900. February has nothing at all, and the Giro and
    # the Loan should have a value; so should the Depot, which is closed from March on.
    months = {row["month"]: row for row in query(books, "net_worth_by_month")}
    assert figures(months["2026-01"], NET_WORTH[1:]) == (160, -900, -740, 0, 0)
    assert figures(months["2026-02"], NET_WORTH[1:]) == (None, None, None, 0, 3)
    assert figures(months["2026-03"], NET_WORTH[1:]) == (120, 0, 120, 0, 1)
    assert months["2026-03"]["base_currency"] == "EUR"
    flows = {row["month"]: row for row in query(books, "cash_flow_by_month")}
    assert figures(flows["2026-01"], FLOWS[1:]) == (1000, 70, 930, Decimal("0.93"))
    assert figures(flows["2026-02"], FLOWS[1:]) == (None, None, None, None)
    assert figures(flows["2026-03"], FLOWS[1:]) == (0, -30, 30, None)
    # Food was planned with 100 in January and spent 70, typed with 100 for February and March.
    food = {row["month"]: row for row in query(books, "budget_by_month", category="FOOD")}
    kept = 30 if policy == "carry" else 0
    assert figures(food["2026-01"], BUDGETS[1:6]) == (100, 0, 100, 70, 30)
    assert figures(food["2026-02"], BUDGETS[1:6]) == (100, kept, 100 + kept, 0, 100 + kept)


def test_what_the_page_shows_other_programs_to_ask_is_answered(
    look: Run, sample_connection: psycopg.Connection[Any]
) -> None:
    """Its blocks of SQL, and what stands in quotes in those of a shell and of Python."""
    page = (TESTS.parent / "docs" / "sql.md").read_text(encoding="utf-8")
    section = page.partition("\n## Views to build on\n")[2]
    blocks = re.findall(r"^```(sql|sh|python)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    asked = [one for kind, text in blocks if kind == "sql" for one in re.findall(r"[^;]+;", text)]
    others = "".join(text for kind, text in blocks if kind != "sql")
    asked += re.findall(r'"(SELECT [^"]*_by_month[^"]*)"', others)
    assert len(asked) == 5
    with sample_connection.transaction(force_rollback=True):
        look("report", "networth")
        identify(sample_connection, "ann")
        assert all(sample_connection.execute(one.encode()).fetchall() for one in asked)


HOUSEHOLD = """\
asset add Giro --category cash
asset add Depot --category etf_stocks --currency USD
asset add Loan --category loan
snapshot add Giro=100 Loan=900 --month 2026-01
snapshot add Depot 50 --rate 1.2 --month 2026-01
snapshot add Giro 120 --month 2026-03
snapshot add Giro 130 --month 2026-05
asset close Depot --month 2026-03
snapshot carry --month 2026-05
income add 1000 salary --month 2026-01
expense add 100 food --month 2026-01
expense add -30 food --month 2026-01
expense add -30 rent --month 2026-03
expense add 12.34 food --month 2026-04
expense add 7 other --month 2027-02 --yes
budget set food 100 --from 2026-01 --to 2026-03
budget set rent 800 --from 2025-11 --to 2026-01
budget policy rent carry
budget roll --from 2026-02 --to 2026-05
budget set utility 40 --month 2025-12
budget roll --month 2026-01
budget set fees 5 --yearly 60 --month 2026-12
"""
