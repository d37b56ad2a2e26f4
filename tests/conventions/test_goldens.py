"""What each command that looks prints of the household in sample.sql, in every form.

The figures were worked out by hand; sample.sql says how, and the first test here holds them.
"""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.conftest import TESTS, Run
from tests.support.command_tree import commands, wired
from tests.support.each import each

LOOKS = {
    "asset-list": ["asset", "list"],
    "asset-list-all": ["asset", "list", "--all"],
    "category-list": ["category", "list"],
    "expense-explain": ["expense", "explain", "8e6c2515"],
    "income-explain": ["income", "explain", "0950b28f"],
    "expense-list": ["expense", "list", "--month", "2026-10"],
    "expense-list-category": ["expense", "list", "--category", "other"],
    "expense-list-limit": ["expense", "list", "--from", "2026-09", "--limit", "2"],
    "fx-list": ["fx", "list"],
    "price-list": ["price", "list"],
    "marketcap-list": ["marketcap", "list"],
    "marketcap-list-month": ["marketcap", "list", "--month", "2026-01"],
    "goal-list": ["goal", "list"],
    "goal-list-all": ["goal", "list", "--all"],
    "income-list": ["income", "list", "--from", "2025-12", "--to", "2026-01"],
    "recurring-list": ["recurring", "list"],
    "recurring-list-all": ["recurring", "list", "--all"],
    "budget-explain": ["budget", "explain", "food", "--month", "2026-10"],
    "budget-list-month": ["budget", "list", "--month", "2026-10"],
    "budget-moves": ["budget", "moves"],
    "rule-export": ["rule", "export"],
    "inbox-list": ["inbox", "list"],
    "rule-list": ["rule", "list"],
    "rule-suggest": ["rule", "suggest"],
    "rule-test": [
        "rule",
        "test",
        "REWE Market 4711",
        "--amount",
        "-23.40",
        "--source",
        "city bank",
    ],
    "sql": [
        "sql",
        "-c",
        "SELECT asset_name, currency, locked, sub_target_pct, closed_on FROM assets"
        " ORDER BY asset_name",
    ],
    "sql-tables": ["sql", "--tables", "net_worth_by_month"],
    "report-budget": ["report", "budget", "--month", "2026-10"],
    "report-budget-sub": ["report", "budget", "--month", "2026-10", "--sub"],
    "report-cashproof": ["report", "cashproof", "--months", "13"],
    "report-cashflow": ["report", "cashflow"],
    "report-cashflow-by-category": ["report", "cashflow", "--by", "category"],
    "report-spending": ["report", "spending"],
    "report-explain": ["report", "explain"],
    "report-explain-range": ["report", "explain", "--from", "2025-10", "--to", "2026-05"],
    "report-goals": ["report", "goals"],
    "report-goals-earlier": ["report", "goals", "--month", "2026-05", "--all"],
    "report-liquidity": ["report", "liquidity"],
    "report-liquidity-earlier": ["report", "liquidity", "--month", "2026-08"],
    "report-projection": ["report", "projection"],
    "report-projection-plan": [
        "report",
        "projection",
        "--growth",
        "4",
        "--inflation",
        "2",
        "--until",
        "500000",
    ],
    "report-projection-chart": ["report", "projection", "--months", "24", "--chart"],
    "report-returns": ["report", "returns"],
    "report-returns-by-category": ["report", "returns", "--by", "category"],
    "report-returns-by-total": ["report", "returns", "--from", "2026-01", "--by", "total"],
    "report-networth": ["report", "networth"],
    "report-networth-by-asset": ["report", "networth", "--by", "asset"],
    "report-networth-first-month": ["report", "networth", "--month", "2025-09"],
    "report-networth-months": ["report", "networth", "--months", "14"],
    "source-list": ["source", "list"],
    "status": ["status"],
    "source-show": ["source", "show", "Card [gold]"],
    "snapshot-list-asset": ["snapshot", "list", "--asset", "berlin account"],
    "snapshot-list-month": ["snapshot", "list", "--month", "2026-09"],
    "report-allocation": ["report", "allocation"],
    "report-allocation-by-asset": ["report", "allocation", "--by", "asset"],
    "report-allocation-chart": ["report", "allocation", "--month", "2026-09", "--chart"],
    "report-allocation-months": ["report", "allocation", "--months", "4", "--chart"],
    "report-rebalance": ["report", "rebalance", "--contribute", "10000", "--no-sell"],
    "report-rebalance-by-asset": ["report", "rebalance", "--by", "asset"],
    "target-history": ["target", "history"],
    "target-list": ["target", "list", "--month", "2026-10"],
    "user-list": ["user", "list"],
}
# Their answers hold times, hashes or sizes, others each run: tests/commands/test_audit.py,
# test_db_measuring.py, import_/test_bank_undo.py and tests/commands/export read them.
NEVER_THE_SAME = {
    *(("close", verb) for verb in ("list", "verify")),
    *(("audit", verb) for verb in ("list", "show", "verify", "anchor")),
    *(("db", verb) for verb in ("sizes", "indexes")),
    *(("export", form) for form in ("beancount", "csv", "hledger", "json", "ledger", "xlsx")),
    *(("import", verb) for verb in ("list", "show")),
    ("page",),  # where a file is: tests/commands/page
    ("report", "restated"),  # what events did, and when: tests/reports/test_restated.py
    ("report", "check"),  # where a file is: tests/commands/report/test_check.py
}
AN_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # has any digits, 777 too
GOLDEN = TESTS / "golden"
FORMS = {"txt": [], "json": ["--json"], "csv": ["--csv"]}
# Thousands, newest month first: see the top of sample.sql.
NET_WORTH = "160 159 152.5 153 151.05 137 144 141 128 130 124 121 118 115".split()


def test_the_net_worth_of_every_month_is_what_sample_sql_works_out(look: Run) -> None:
    rows = look("report", "networth", "--months", "14", "--json").json["rows"]
    assert [Decimal(row["net_worth"]) / 1000 for row in rows] == list(map(Decimal, NET_WORTH))
    assert [row["missing"] for row in rows] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [row["carried"] for row in rows] == [1] + [0] * 13
    earlier = [Decimal(row["net_worth"]) for row in rows[1:]]
    for row, before in zip(rows, earlier, strict=False):
        new, gone, missing = (Decimal(row[key] or 0) for key in ("new", "gone", "missing_change"))
        whole = Decimal(row["net_worth"]) - before
        assert Decimal(row["change"]) + new - gone + missing == whole
    assert rows[-1]["change"] is None


def test_the_last_month_adds_up_as_sample_sql_works_it_out(look: Run) -> None:
    month = look("report", "networth", "--json").json
    assert month["month"] == "2026-10"
    assert {
        row["category"]: (row["value"], row["share"], row["change"]) for row in month["rows"]
    } == {
        "REAL_ESTATE": ("240000.00", "0.75", "0.00"),
        "ETF_STOCKS": ("50000.00", "0.15625", "1000.00"),
        "CASH": ("30000.00", "0.09375", "2000.00"),
        "COLLECTIBLES": (None, None, None),
        "MORTGAGE": ("-159000.00", None, "1000.00"),
        "CREDIT_CARD": ("-1000.00", None, "0.00"),
    }
    assert month["totals"] == {
        "assets": "320000.00",
        "debts": "-160000.00",
        "net_worth": "160000.00",
        "change": "4000.00",
        "change_pct": "0.025641",
        "missing": 1,
        "carried": 1,
        "net_worth_before": "159000.00",
        "new": "0.00",
        "gone": "0.00",
        "missing_change": "-3000.00",
        "missing_before": 0,
    }


@pytest.mark.parametrize("form", FORMS)
@each("name", LOOKS)
def test_it_prints_what_the_golden_file_holds(
    name: str, form: str, look: Run, golden: Callable[[str, str], None]
) -> None:
    shown = look(*LOOKS[name], *FORMS[form])
    assert (shown.exit_code, shown.stderr) == (0, "")
    golden(f"{name}.{form}", shown.stdout)


@each("name", sorted(LOOKS.keys() - {"user-list"}))
def test_nothing_of_a_neighbour_shows(name: str) -> None:
    """In the golden files, which the test before this one compares with what is printed."""
    for form in FORMS:
        shown = re.sub(AN_ID, "", (GOLDEN / f"{name}.{form}").read_text(encoding="utf-8"))
        assert "777" not in shown
        assert "Stamps" not in shown


def test_every_command_that_looks_has_a_golden_file() -> None:
    looked = {tuple(words[: len(path)]) for words in LOOKS.values() for path in commands()}
    reading = {words for words, kind in wired().items() if kind == "reads"}
    assert reading - looked == NEVER_THE_SAME
