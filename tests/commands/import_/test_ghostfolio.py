"""finally import ghostfolio: the balances of accounts, in JSON of the shape that it exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal

Import = Callable[..., Outcome]


def balances(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"date": f"{day}T00:00:00.000Z", "value": value} for day, value in pairs]


def account(name: str, *pairs: tuple[str, Any], currency: str = "EUR") -> dict[str, Any]:
    return {
        "balances": balances(*pairs), "comment": None, "currency": currency, "id": name,
        "isExcluded": False, "name": name, "platformId": None, "tags": [],
    }  # fmt: skip


def export(*accounts: dict[str, Any], activities: int = 0) -> str:
    content = {
        "meta": {"date": "2026-11-15T08:00:00.000Z", "version": "2.200.0"},
        "accounts": list(accounts),
        "assetProfiles": [],
        "activities": [{}] * activities,
        "platforms": [],
        "tags": [],
        "user": {"settings": {"currency": "EUR"}},
    }
    return json.dumps(content)


ING = account(
    "ING",
    ("2026-01-05", 100),
    ("2026-01-31", 1234.56),
    ("2026-01-20", 7),
    ("2026-03-02", -12.5),
    ("2026-04-30", 0),
)


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as what Ghostfolio has exported."""

    def imported(content: str, *options: str) -> Outcome:
        file = tmp_path / "export.json"
        file.write_text(content)
        return run("import", "ghostfolio", str(file), *options)

    return imported


def values(run: Run) -> list[tuple[str, str, str]]:
    """Asset, month and value of all values."""
    rows = list_rows(run, "snapshot")
    return sorted((row["asset"], row["month"], row["value"]) for row in rows)


def test_the_last_balance_of_a_month_is_its_value(run: Run, import_: Import) -> None:
    done = import_(export(ING, activities=2), "--create-assets")
    assert done == Outcome(
        0,
        "Added 1 asset.\n"
        "Imported 3 values from 2026-01 to 2026-04: 3 added, 0 replaced, 0 unchanged.\n",
        "2 activities not taken: values are of balances alone.\n",
    )
    # January: that of the 31st, which is not the last one in the file. February has none.
    assert values(run) == [
        ("ING", "2026-01", "1234.56"),
        ("ING", "2026-03", "-12.50"),
        ("ING", "2026-04", "0.00"),
    ]
    assert [row["category"] for row in list_rows(run, "asset")] == ["CASH"]
    before = run("audit", "list", "--json").stdout
    assert "0 added, 0 replaced, 3 unchanged." in import_(export(ING)).stdout
    assert run("audit", "list", "--json").stdout == before


def test_an_account_that_is_no_asset_is_named(run: Run, import_: Import) -> None:
    content = export(ING, account("Old", ("2026-01-31", 5)), account("Empty"))
    done = import_(content)
    assert done.exit_code == 7
    assert done.stderr.startswith("ING = CASH/ING\nOld = CASH/Old\n")
    assert list_rows(run, "asset") == []
    run("asset", "add", "Checking", "--category", "CASH")
    assert import_(content, "--map", "ING=Checking", "--map", "Old=-").exit_code == 0
    assert {row[0] for row in values(run)} == {"Checking"}
    assert import_(content, "--create-assets", "--map", "ING=Checking", "--dry-run").exit_code == 0
    assert {row[0] for row in values(run)} == {"Checking"}


def test_another_currency_needs_its_rate(run: Run, import_: Import) -> None:
    content = export(account("US", ("2026-01-31", 100), currency="USD"))
    done = import_(content, "--create-assets")
    assert done.exit_code == 7
    assert "balance 1: there is no rate from USD to EUR in 2026-01" in done.stderr
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-01")
    assert import_(content, "--create-assets").exit_code == 0
    assert values(run) == [("US", "2026-01", "90.00")]


def test_what_binary_fractions_leave_behind_is_rounded_and_said(run: Run, import_: Import) -> None:
    done = import_(export(account("A", ("2026-01-31", 0.1 + 0.2))), "--create-assets")
    assert done.stderr == "1 balance of more than four decimals rounded to four.\n"
    assert values(run) == [("A", "2026-01", "0.30")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("[1, 2]", "this is not what Ghostfolio exports"),
        ('{"activities": []}', "this is not what Ghostfolio exports"),
        ('{"accounts": [3]}', "this is not what Ghostfolio exports"),
        ('{"accounts": []}', "the file holds no values"),
        ("asset,month,value\nA,2026-01,5\n", "the file is not JSON: it breaks off or is wrong"),
        (export(ING)[:-1], "the file is not JSON: it breaks off or is wrong in line 1"),
        (export(ING) + export(ING), "the file is not JSON: it breaks off or is wrong in line 1"),
        (export(account("A", ("2026-01-31", float("nan")))), "the file is not JSON"),
        ("[" * 100_000, "the file is not JSON"),
        ('{"accounts": [{"name": "A", "currency": "EUR", "balance": 5}]}', "the accounts have no"),
        (export(account("A"), {**account("B"), "currency": "GBp?"}), 'the account "B" cannot be'),
        (export({**account("A"), "name": None}), "an account lacks its name or its currency"),
        (export(ING, account("ing")), 'two accounts are named "ing"; nothing was written'),
        (export(account("A", ("2026-02-30", 5))), "1 of 1 balance cannot be imported"),
        (export(account("A", ("31.01.2026", 5))), "1 of 1 balance cannot be imported"),
        (export(account("A", ("2026-01-31", "5"))), "1 of 1 balance cannot be imported"),
        (export(account("A", ("2026-01-31", 1e30))), "1 of 1 balance cannot be imported"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    run: Run, import_: Import, content: str, message: str
) -> None:
    done = import_(content, "--create-assets")
    assert (done.exit_code, done.stdout) == (7, "")
    assert f"finally: {message}" in done.stderr
    assert list_rows(run, "asset") == []


def test_a_bad_balance_is_named_by_its_number_and_its_account(import_: Import) -> None:
    content = export(ING, account("A", ("2026-01-31", None)))
    assert import_(content) == refusal(
        7,
        "1 of 6 balances cannot be imported; nothing was written",
        "Mend them in the file, and import it again.",
        'balance 6: "A": a balance lacks its date or its value',
    )


def test_no_cut_of_an_export_is_taken(run: Run, tmp_path: Path) -> None:
    content = export(account("A", ("2026-01-31", 5)))
    file = tmp_path / "cut.json"
    for end in range(0, len(content), 7):
        file.write_text(content[:end])
        assert run("import", "ghostfolio", str(file), "--create-assets").exit_code == 7
    assert list_rows(run, "asset") == []
