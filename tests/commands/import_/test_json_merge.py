"""finally import json into books with data: new, known, different; kept, or replaced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

Books = dict[str, Any]
Bring = Callable[..., Outcome]
OTHER = "00000000-0000-0000-0000-0000000000{:02}"


@pytest.fixture
def bring(run: Run, tmp_path: Path) -> Bring:
    """Import these books as they are now."""

    def bring_in(books: Books, *arguments: str) -> Outcome:
        file = tmp_path / "changed.json"
        file.write_text(json.dumps(books))
        return run("import", "json", str(file), "--json", *arguments)

    return bring_in


@pytest.fixture
def there(run: Run) -> Books:
    """Some books, exported: an account and a fund with values, entries, a budget, targets."""
    for line in (
        "asset add Giro --category cash",
        "asset add Fund --category etf_stocks",
        "snapshot add Giro 1000 --month 2026-09",
        "snapshot add Giro 1100 --month 2026-10",
        "snapshot add Fund 5000 --month 2026-10",
        "expense add 12.50 food --month 2026-10 --note Market",
        "income add 3000 salary --month 2026-10",
        "budget set food 400 --month 2026-10",
        "category add Boats --kind expense",
        "expense add 99 boats --month 2026-10",
        "target set cash 30 --from 2026-01",
        "target set etf_stocks 70 --from 2026-01",
    ):
        done = run(*line.split())
        assert done.exit_code == 0, f"{line}: {done.stderr}"
    exported: Books = run("export", "json").json
    return exported


def row(books: Books, table: str, **known: str) -> Any:
    """The row that has these values."""
    (found,) = (r for r in books[table] if known.items() <= r.items())
    return found


def counts(done: Outcome, *which: str) -> dict[str, Any]:
    """Of each table that has any, how many rows were added, replaced and kept."""
    assert done.exit_code == 0, done.stderr
    return {
        one["table"]: tuple(one[name] for name in which)
        for one in done.json["rows"]
        if any(one[name] for name in which)
    }


def test_the_same_again_changes_nothing(there: Books, bring: Bring, run: Run) -> None:
    done = bring(there)
    assert counts(done, "added", "replaced", "kept") == {}
    assert sum(one["known"] for one in done.json["rows"]) == sum(
        len(rows) for rows in there.values() if isinstance(rows, list)
    )
    assert done.json["differences"] == []
    assert run("export", "json").json == there


def test_what_is_new_is_added_and_what_was_deleted_comes_back(
    there: Books, bring: Bring, run: Run
) -> None:
    market = row(there, "expenses", note="Market")
    assert run("expense", "delete", market["id"], "--yes").exit_code == 0
    there["expenses"].append(market | {"id": OTHER.format(1), "amount": "7.25"})
    assert counts(bring(there), "added", "replaced", "kept") == {"expenses": (2, 0, 0)}
    amounts = {one["amount"] for one in run("expense", "list", "--json").json["rows"]}
    assert amounts == {"12.50", "7.25", "99.00"}


def test_what_differs_is_told_field_by_field_and_kept(there: Books, bring: Bring, run: Run) -> None:
    before = run("export", "json").stdout
    row(there, "expenses", note="Market").update(amount="13.00", date="2026-10-07")
    row(there, "values", month="2026-09")["value"] = "1050.00"
    done = bring(there)
    assert counts(done, "added", "replaced", "kept") == {
        "values": (0, 0, 1),
        "expenses": (0, 0, 1),
    }
    assert done.json["differences"] == [
        {"table": "values", "name": "Giro 2026-09", "field": "value", "ours": "1000.00",
         "theirs": "1050.00"},
        {"table": "expenses", "name": "2026-10 FOOD Market", "field": "amount", "ours": "12.50",
         "theirs": "13.00"},
        {"table": "expenses", "name": "2026-10 FOOD Market", "field": "date", "ours": None,
         "theirs": "2026-10-07"},
    ]  # fmt: skip
    assert "--replace" in done.stderr
    assert run("export", "json").stdout == before
    assert bring(there, "--keep").exit_code == 0
    assert run("export", "json").stdout == before


def test_with_replace_the_file_is_taken_and_its_figures_are_those_of_reports(
    there: Books, bring: Bring, run: Run
) -> None:
    row(there, "values", month="2026-09")["value"] = "1050.00"
    row(there, "expenses", note="Market")["amount"] = "13.00"
    done = bring(there, "--replace")
    assert counts(done, "replaced") == {"values": (1,), "expenses": (1,)}
    worth = run("report", "networth", "--months", "2", "--json").json
    # 1050 at the end of September; 1100 and 5000 at the end of October.
    assert [one["net_worth"] for one in worth["rows"]] == ["6100.00", "1050.00"]
    assert counts(bring(there, "--replace"), "added", "replaced", "kept") == {}


def test_a_dry_run_says_what_it_would_do_and_leaves_all(
    there: Books, bring: Bring, run: Run
) -> None:
    before = run("export", "json").stdout
    row(there, "values", month="2026-09")["value"] = "1050.00"
    there["expenses"].append(there["expenses"][0] | {"id": OTHER.format(1)})
    done = bring(there, "--replace", "--dry-run")
    assert counts(done, "added", "replaced") == {"values": (0, 1), "expenses": (1, 0)}
    assert run("export", "json").stdout == before


def test_an_asset_of_the_same_name_is_taken_for_it_and_its_values_follow(
    there: Books, bring: Bring, run: Run
) -> None:
    giro = row(there, "assets", asset="Giro")
    ours = giro["id"]
    for one in there["values"]:
        if one["asset_id"] == ours:
            one["asset_id"] = OTHER.format(1)
    giro |= {"id": OTHER.format(1), "asset": "giro"}
    august = row(there, "values", month="2026-09") | {"month": "2026-08", "id": OTHER.format(2)}
    there["values"].append(august)
    done = bring(there)
    assert counts(done, "added") == {"values": (1,)}
    assert "under another id: assets 1" in done.stderr
    assert [one["field"] for one in done.json["differences"]] == ["asset"]
    listed = run("snapshot", "list", "--asset", "Giro", "--json").json["rows"]
    assert [one["month"] for one in listed] == ["2026-10", "2026-09", "2026-08"]
    assert len(run("asset", "list", "--json").json["rows"]) == 2


def test_books_that_were_kept_apart_meet_by_what_only_one_may_have(
    there: Books, bring: Bring, run: Run
) -> None:
    """All ids are others: assets meet by name, values by asset and month, and nothing is twice."""
    text = json.dumps(there)
    for table in ("assets", "values", "budgets", "target_sets", "targets"):
        for one in there[table]:
            text = text.replace(one["id"], one["id"][:-4] + "beef")
    done = bring(json.loads(text))
    assert counts(done, "added", "kept") == {}
    assert "assets 2" in done.stderr and "values 3" in done.stderr
    assert run("export", "json").json == there


def test_an_own_category_is_known_by_its_code_and_a_built_in_one_is_never_changed(
    there: Books, bring: Bring, run: Run
) -> None:
    row(there, "expense_categories", code="BOATS")["name"] = "Ships"
    there["expense_categories"].append(
        there["expense_categories"][0] | {"code": "FOOD", "name": "Eats"}
    )
    done = bring(there, "--replace")
    assert counts(done, "replaced", "kept") == {"expense_categories": (1, 1)}
    names = {one["name"] for one in run("category", "list", "--json").json["rows"]}
    assert "Ships" in names
    assert names.isdisjoint({"Boats", "Eats"})


def test_the_targets_of_a_month_are_one_whole(there: Books, bring: Bring, run: Run) -> None:
    """30 and 70 here, 50 and 50 of others there: not 30, 70 and 50."""
    cash = row(there, "targets", category="CASH")
    fund = row(there, "targets", category="ETF_STOCKS")
    there["targets"] = [
        cash | {"target": "0.5"},
        fund | {"category": "CRYPTO", "target": "0.5", "id": OTHER.format(1)},
    ]
    done = bring(there)
    assert counts(done, "added", "replaced", "kept") == {"targets": (0, 0, 3)}
    told = {(one["name"], one["ours"], one["theirs"]) for one in done.json["differences"]}
    assert told == {
        ("2026-01 CASH", "0.3", "0.5"),
        ("2026-01 CRYPTO", None, "0.5"),
        ("2026-01 ETF_STOCKS", "0.7", None),
    }
    assert shares(run) == {"CASH": "0.3", "ETF_STOCKS": "0.7"}
    done = bring(there, "--replace")
    assert counts(done, "added", "replaced", "kept") == {"targets": (0, 3, 0)}
    assert shares(run) == {"CASH": "0.5", "CRYPTO": "0.5"}
    assert counts(bring(there, "--replace"), "added", "replaced", "kept") == {}


def shares(run: Run) -> dict[str, str]:
    """The targets of categories now."""
    listed = run("target", "list", "--json").json["rows"]
    return {one["category"]: one["target"] for one in listed if not one["asset"]}


def test_targets_that_are_kept_beside_replaced_ones_are_still_there(
    there: Books, bring: Bring, run: Run
) -> None:
    row(there, "targets", category="CASH")["target"] = "0.25"
    assert counts(bring(there, "--replace"), "replaced", "known")["targets"] == (1, 1)
    assert shares(run) == {"CASH": "0.25", "ETF_STOCKS": "0.7"}


def test_carried_values_follow_a_value_that_comes_in_before_them(
    there: Books, bring: Bring, run: Run
) -> None:
    september = row(there, "values", month="2026-09")
    assert run("snapshot", "delete", september["id"], "--yes").exit_code == 0
    october = row(there, "values", value="1100.00")
    assert run("snapshot", "delete", october["id"], "--yes").exit_code == 0
    assert run("snapshot", "add", "Giro", "800", "--month", "2026-08").exit_code == 0
    assert run("snapshot", "carry", "--month", "2026-10", "--yes").exit_code == 0
    there["values"] = [september]
    assert counts(bring(there), "added") == {"values": (1,)}
    listed = run("snapshot", "list", "--asset", "Giro", "--json").json["rows"]
    assert [(one["value"], one["carried"]) for one in listed] == [
        ("1000.00", True),
        ("1000.00", False),
        ("800.00", False),
    ]


def test_what_follows_from_a_row_is_of_the_same_change(
    there: Books, bring: Bring, run: Run, app: psycopg.Connection[Any]
) -> None:
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # as if committed
    before = run("export", "json").json
    assert run("marketcap", "set", "Fund", "3000", "--month", "2026-10").exit_code == 0
    books = run("export", "json").json
    assert run("marketcap", "delete", "Fund", "--month", "2026-10", "--yes").exit_code == 0
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert counts(bring(books), "added") == {"market_caps": (1,)}
    assert row(run("export", "json").json, "assets", asset="Fund")["market_cap"] == "3000.00"
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert run("undo").exit_code == 0
    assert run("export", "json").json["market_caps"] == before["market_caps"] == []


def test_an_asset_shows_the_newest_of_its_market_caps(there: Books, bring: Bring, run: Run) -> None:
    fund = row(there, "assets", asset="Fund")["id"]
    assert run("marketcap", "set", "Fund", "2B", "--month", "2026-08").exit_code == 0
    there = run("export", "json").json
    newer = there["market_caps"][0] | {"month": "2026-09", "market_cap": "3000000000.00"}
    there["market_caps"].append(newer | {"id": OTHER.format(1)})
    assert counts(bring(there), "added") == {"market_caps": (1,)}
    assets = run("asset", "list", "--json").json["rows"]
    assert {one["id"]: one["market_cap"] for one in assets}[fund] == "3000000000.00"


def test_a_part_brings_only_what_it_holds(there: Books, bring: Bring, run: Run) -> None:
    part = run("export", "json", "--what", "items", "--from", "2026-10").json
    for one in part["expenses"]:
        assert run("expense", "delete", one["id"], "--yes").exit_code == 0
    done = bring(part)
    assert counts(done, "added") == {"expenses": (2,)}
    assert done.json["is_part"] is True
    assert run("export", "json").json["expenses"] == there["expenses"]


def test_an_import_is_one_change_that_can_be_taken_back(
    there: Books, bring: Bring, run: Run, app: psycopg.Connection[Any]
) -> None:
    before = run("export", "json").json
    there["expenses"].append(there["expenses"][0] | {"id": OTHER.format(1)})
    for _ in range(2):  # what was done before is one change, and this another, as if committed
        app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert bring(there).exit_code == 0
    assert run("undo").exit_code == 0
    assert run("export", "json").json == before


def test_a_key_answers_a_second_time_without_doing_it_again(
    there: Books, run: Run, tmp_path: Path
) -> None:
    there["expenses"].append(there["expenses"][0] | {"id": OTHER.format(1)})
    file = tmp_path / "books.json"
    file.write_text(json.dumps(there))
    words = ("import", "json", str(file), "--json", "--idempotency-key", "k")
    first = run(*words)
    assert run(*words).stdout == first.stdout
    file.write_text(json.dumps(there) + " ")
    assert run(*words).exit_code == 6


def test_a_name_that_another_asset_has_here_is_refused_on_replace(
    there: Books, bring: Bring, run: Run
) -> None:
    assert run("asset", "add", "Purse", "--category", "cash").exit_code == 0
    row(there, "assets", asset="Fund")["asset"] = "Purse"
    done = bring(there, "--replace")
    assert done.exit_code == 7
    assert done.error["message"].startswith(
        "row 1 of assets (Purse) breaks a rule: there is already an asset of that name"
    )


def test_names_and_accounts_that_were_exchanged_are_exchanged_back_on_replace(
    run: Run, bring: Bring, app: psycopg.Connection[Any]
) -> None:
    """Row by row, each would find its name taken by the one that has it still."""
    for line in (
        "asset add Giro --category cash --value 10 --month 2026-10",
        "asset add Purse --category cash --value 20 --month 2026-10",
        "source add Bank --asset Giro --account 4711",
        "source add Card --asset Purse --account 4712",
        "goal add House 90000",
        "goal add Car 9000",
    ):
        assert run(*line.split()).exit_code == 0
    books = run("export", "json").json
    giro, purse = (row(books, "assets", asset=name) for name in ("Giro", "Purse"))
    giro["asset"], purse["asset"] = "Purse", "giro"
    bank, card = books["sources"]
    for field in ("source", "account", "asset_id"):
        bank[field], card[field] = card[field], bank[field]
    house, car = books["goals"]
    house["goal"], car["goal"] = car["goal"], house["goal"]
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # as if committed
    replaced = counts(bring(books, "--replace"), "replaced")
    assert replaced == {"assets": (2,), "sources": (2,), "goals": (2,)}
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    now = run("export", "json").json
    for table in replaced:
        for one in (*now[table], *books[table]):
            del one["updated_at"]
        assert sorted(now[table], key=str) == sorted(books[table], key=str)
    assert run("undo").exit_code == 0
    assert row(run("export", "json").json, "assets", id=giro["id"])["asset"] == "Giro"


def test_a_person_reads_counts_and_a_table_of_what_differs(
    there: Books, run: Run, tmp_path: Path
) -> None:
    row(there, "expenses", note="Market")["amount"] = "13.00"
    there["expenses"].append(there["expenses"][1] | {"id": OTHER.format(1)})
    file = tmp_path / "books.json"
    file.write_text(json.dumps(there))
    done = run("import", "json", str(file))
    assert done.stdout.startswith("Imported 1 row: expenses 1.\n")
    assert "1 row was kept as it is here." in done.stdout
    assert "2026-10 FOOD Market" in done.stderr and "13.00" in done.stderr
