"""finally snapshot add, with its values on the command line."""

from typing import Any

import psycopg
import pytest

from finally_cli.store import session
from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal

MONEY_HINT = "Write it as 1234.56: digits, a point, at most four decimals."
MONTH_HINT = "Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago."


def values(run: Run) -> dict[tuple[str, str], str]:
    return {(row["asset"], row["month"]): row["value"] for row in list_rows(run, "snapshot")}


@pytest.fixture
def household(run: Run) -> Run:
    """Three assets and two debts, all without values."""
    for name, category in (
        ("Checking", "CASH"),
        ("Savings", "CASH"),
        ("World fund", "ETF_STOCKS"),
        ("Mortgage", "MORTGAGE"),
        ("Visa", "CREDIT_CARD"),
    ):
        assert run("asset", "add", name, "--category", category).exit_code == 0
    return run


@pytest.fixture
def closed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line that must fail before it opens the database, where it would be a bug."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the database was opened")

    monkeypatch.setattr(session, "open_session", opened)
    return run


# -- what it does


def test_a_value_is_recorded_and_seen_in_the_report(run: Run) -> None:
    added = run("snapshot", "add", "Checking", "3200", "--category", "cash", "--month", "2026-10")
    assert added == Outcome(0, 'Recorded "Checking" at 3,200.00 EUR for 2026-10.\n', "")
    report = run("report", "networth", "--month", "2026-10", "--json")
    assert report.json["totals"]["net_worth"] == "3200.00"


def test_the_json_holds_the_value_as_it_is_kept(household: Run) -> None:
    household("snapshot", "add", "Mortgage", "183000", "--month", "2026-10")
    added = household(
        "snapshot", "add", "mortgage", "182000.5", "--month", "2026-10", "--note", "paid", "--json"
    )
    assert added.stderr == ""
    assert added.json == {
        "schema": "finally.snapshot.add/1",
        "currency": "EUR",
        "rows": [
            {
                "asset": "Mortgage",
                "category": "MORTGAGE",
                "month": "2026-10",
                "value": "-182000.50",
                "currency": "EUR",
                "amount": None,
                "rate": None,
                "quantity": None,
                "price": None,
                "contribution": None,
                "note": "paid",
                "previous_value": "-183000.00",
            }
        ],
        "notes": [],
    }


def test_the_csv_is_a_header_and_a_line_for_each_value(household: Run) -> None:
    added = household("snapshot", "add", "Checking=1", "Visa=20.5", "--month", "2026-10", "--csv")
    assert added.stdout == (
        "asset,category,month,value,currency,amount,rate,quantity,price,contribution,note,previous_value\n"
        "Checking,CASH,2026-10,1.00,EUR,,,,,,,\n"
        "Visa,CREDIT_CARD,2026-10,-20.50,EUR,,,,,,,\n"
    )


def test_without_a_month_it_is_this_one(household: Run) -> None:
    assert household("snapshot", "add", "Checking", "1").stdout == (
        'Recorded "Checking" at 1.00 EUR for 2026-11.\n'  # today is 2026-11-15
    )


def test_again_for_the_same_month_replaces_and_says_what_was_there(household: Run) -> None:
    household("snapshot", "add", "Checking", "3200")
    assert household("snapshot", "add", "Checking", "3300").stdout == (
        'Recorded "Checking" at 3,300.00 EUR for 2026-11; it was 3,200.00.\n'
    )
    assert household("snapshot", "add", "Checking", "3300.00").stdout == (
        'Recorded "Checking" at 3,300.00 EUR for 2026-11, as it was.\n'
    )
    assert values(household) == {("Checking", "2026-11"): "3300.00"}


def test_several_at_once_are_recorded_in_the_order_typed(household: Run) -> None:
    added = household("snapshot", "add", "Visa=120", "Checking=-5.5", "world FUND=1,234.56")
    assert added == Outcome(
        0,
        'Recorded "Visa" at -120.00 EUR for 2026-11.\n'
        'Recorded "Checking" at -5.50 EUR for 2026-11.\n'
        'Recorded "World fund" at 1,234.56 EUR for 2026-11.\n',
        "",
    )
    assert values(household) == {
        ("Visa", "2026-11"): "-120.00",
        ("Checking", "2026-11"): "-5.50",
        ("World fund", "2026-11"): "1234.56",
    }


@pytest.mark.parametrize(
    "typed", ["-250", "-250.00", "-.5", "-,5", "−250", "-1,250.50", "-1'250.50"]
)
def test_an_overdrawn_account_is_typed_as_it_is(typed: str, household: Run) -> None:
    added = household("snapshot", "add", "Checking", typed)
    assert (added.exit_code, added.stderr) == (0, "")
    assert household("snapshot", "add", typed, "--month", "2026-10").exit_code == 2
    assert list_rows(household, "snapshot")[0]["value"].startswith("-")


def test_a_minus_belongs_to_the_value_wherever_it_stands(household: Run) -> None:
    added = household("snapshot", "add", "--month", "-1", "Checking", "-250", "--note", "-5")
    assert added.exit_code == 0, added.stderr
    (row,) = list_rows(household, "snapshot")
    assert (row["month"], row["value"], row["note"]) == ("2026-10", "-250.00", "-5")
    assert household("snapshot", "add", "--note=-7", "Checking=-1").exit_code == 0


def test_a_note_survives_a_new_value_and_another_note_takes_its_place(household: Run) -> None:
    household("snapshot", "add", "Checking", "1", "--note", "first")
    household("snapshot", "add", "Checking", "2")
    assert list_rows(household, "snapshot")[0]["note"] == "first"
    household("snapshot", "add", "Checking", "2", "--note", "second")
    assert list_rows(household, "snapshot")[0]["note"] == "second"


def test_a_carried_value_that_is_typed_anew_is_no_longer_carried(household: Run) -> None:
    household("snapshot", "add", "Checking", "1", "--month", "2026-10")
    household("snapshot", "carry")
    assert list_rows(household, "snapshot", "--month", "2026-11")[0]["carried"] is True
    household("snapshot", "add", "Checking", "1")
    assert list_rows(household, "snapshot", "--month", "2026-11")[0]["carried"] is False


def test_the_month_may_be_any_from_2000_to_2100(household: Run) -> None:
    for month in ("2000-01", "2100-12", "this", "LAST", "-13"):
        done = household("snapshot", "add", "Checking", "1", "--month", month, "--yes")
        assert done.exit_code == 0
    months = [row["month"] for row in list_rows(household, "snapshot")]
    assert months == ["2100-12", "2026-11", "2026-10", "2025-10", "2000-01"]


def test_the_largest_and_the_finest_amount_are_kept_exactly(household: Run) -> None:
    household("snapshot", "add", "Checking=99999999999999999999.9999", "Savings=0.0001")
    assert {row["value"] for row in list_rows(household, "snapshot")} == {
        "99999999999999999999.9999",
        "0.0001",
    }


# -- dry run and quiet


def test_a_dry_run_says_what_it_would_do_and_does_nothing(household: Run) -> None:
    household("snapshot", "add", "Checking", "1")
    tried = household("snapshot", "add", "Checking", "2", "--dry-run")
    assert tried == Outcome(
        0,
        'Would record "Checking" at 2.00 EUR for 2026-11; it was 1.00.\n'
        "Dry run: nothing was changed.\n",
        "",
    )
    in_json = household("snapshot", "add", "New", "2", "--category", "CASH", "--dry-run", "--json")
    assert in_json.json["dry_run"] is True
    assert values(household) == {("Checking", "2026-11"): "1.00"}
    assert "New" not in household("asset", "list", "--all").stdout
    assert household("report", "networth", "--json").json["totals"]["net_worth"] == "1.00"


def test_quiet_says_nothing_but_data(household: Run) -> None:
    assert household("snapshot", "add", "Checking", "1", "--quiet") == Outcome(0, "", "")
    assert household("snapshot", "add", "Visa", "-1", "-q", "-y") == Outcome(0, "", "")
    in_json = household("snapshot", "add", "Visa", "-2", "-q", "--json")
    assert (in_json.json["rows"][0]["value"], in_json.stderr) == ("2.00", "")
    assert values(household) == {("Checking", "2026-11"): "1.00", ("Visa", "2026-11"): "2.00"}


# -- debts


def test_a_debt_is_typed_as_what_is_owed_and_kept_negative(household: Run) -> None:
    household("snapshot", "add", "Mortgage", "182000")
    assert values(household) == {("Mortgage", "2026-11"): "-182000.00"}
    totals = household("report", "networth", "--json").json["totals"]
    assert (totals["assets"], totals["debts"]) == ("0.00", "-182000.00")


def test_a_debt_typed_with_a_minus_needs_a_yes(household: Run) -> None:
    """In a script, too: what is owed has no minus, and nobody is there to be asked."""
    question = (
        '"Visa" is a debt, and what is owed is typed without a minus{}'
        " -1,234.50 would mean that you are owed 1,234.50"
    )
    for values_typed in (["Visa", "-1234.5"], ["Visa=-1234.5"], ["Checking=5", "Visa=-1234.5"]):
        assert household("snapshot", "add", *values_typed) == Outcome(
            1,
            "",
            f"finally: {question.format(':')}\n  Type 1234.50; if you are owed it, say --yes.\n",
        )
        error = household("snapshot", "add", *values_typed, "--json").error
        assert (error["code"], error["exit"]) == ("NOT_CONFIRMED", 1)
        assert values(household) == {}
    assert household("snapshot", "add", "Visa", "-1234.5", "--yes") == Outcome(
        0, 'Recorded "Visa" at 1,234.50 EUR for 2026-11.\n', f"{question.format('.')}.\n"
    )
    # From then on it is known to be overpaid, and nothing is asked.
    again = household("snapshot", "add", "Visa", "-60", "--month", "2026-11")
    assert (again.exit_code, again.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        "asset add Loan --category LOAN --value -5",
        "snapshot add Loan -5 --category LOAN",
        "snapshot edit Mortgage --month 2026-10 --value -5",
    ],
)
def test_a_debt_with_a_minus_is_a_slip_wherever_it_is_typed(household: Run, words: str) -> None:
    household("snapshot", "add", "Mortgage", "5", "--month", "2026-10")
    refused = household(*words.split())
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith("  Type 5.00; if you are owed it, say --yes.\n")
    assert values(household) == {("Mortgage", "2026-10"): "-5.00"}
    assert household(*words.split(), "--yes").exit_code == 0
    assert "5.00" in values(household).values()


def test_a_debt_of_nothing_is_zero_and_not_minus_zero(household: Run) -> None:
    household("snapshot", "add", "Visa=0", "Checking=-0.00")
    assert set(values(household).values()) == {"0.00"}


# -- assets that are made on the way


def test_with_a_category_an_asset_that_does_not_exist_is_made(run: Run) -> None:
    added = run("snapshot", "add", "Gold=5", "Silver=6", "--category", "Cash")
    assert added.exit_code == 0
    assert [row["asset"] for row in run("asset", "list", "--json").json["rows"]] == [
        "Gold",
        "Silver",
    ]


def test_when_the_value_is_refused_no_asset_is_left_behind(run: Run) -> None:
    assert run("snapshot", "add", "Gold=5", "Silver=x", "--category", "CASH").exit_code == 2
    foreign = run("snapshot", "add", "Gold", "5", "--category", "CASH", "--currency", "USD")
    assert foreign.exit_code == 5
    assert run("asset", "list", "--all").stdout.startswith("Assets and debts (EUR)\nNo assets yet.")


def test_an_unknown_category_is_answered_with_the_nearest(run: Run) -> None:
    assert run("snapshot", "add", "Gold", "5", "--category", "CASHH") == refusal(
        5,
        'there is no category "CASHH"',
        'Did you mean "CASH"? See them all with: finally category list',
    )
    # A category of income is none for an asset, and is not offered for one.
    assert run("snapshot", "add", "Gold", "5", "--category", "SALARY").exit_code == 5


# -- names


def test_an_asset_is_found_without_regard_to_case_and_by_the_beginning_of_its_id(
    household: Run,
) -> None:
    ids = {row["asset"]: row["id"] for row in household("asset", "list", "--json").json["rows"]}
    for name in ("CHECKING", " checking ", ids["Checking"], ids["Checking"][:8].upper()):
        assert household("snapshot", "add", name, "1").exit_code == 0, name
    assert values(household) == {("Checking", "2026-11"): "1.00"}


def test_a_name_goes_before_the_beginning_of_an_id(household: Run) -> None:
    ids = {row["asset"]: row["id"] for row in household("asset", "list", "--json").json["rows"]}
    prefix = ids["Savings"][:8]
    household("asset", "edit", "Checking", "--name", prefix)
    household("snapshot", "add", prefix, "1")
    assert values(household) == {(prefix, "2026-11"): "1.00"}


def test_a_beginning_that_fits_two_ids_is_refused_with_both_names(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute(
        "UPDATE assets SET id = overlay(id::text PLACING 'abcdef' FROM 1 FOR 6)::uuid"
        " WHERE asset_name IN ('Checking', 'Savings')"
    )
    for more in ([], ["--category", "CASH"]):  # with which one of that name would be made
        assert household("snapshot", "add", "abcde", "1", *more) == refusal(
            5,
            '"abcde" fits several assets: "Checking" or "Savings"',
            "Type more of the id, or the name.",
        )


@pytest.mark.parametrize(
    "name",
    ["42", "3.5", "-5", "2026-10", "a=b", "=SUM(A1)", "a=", "café", "[/red]", "it's", "100%", "%s"],
)
def test_a_name_may_look_like_anything_else(name: str, run: Run) -> None:
    assert run("asset", "add", name, "--category", "CASH").exit_code == 0
    assert run("snapshot", "add", name, "7").exit_code == 0
    assert run("snapshot", "add", f"{name}=8", "--month", "2026-10").exit_code == 0
    assert values(run) == {(name, "2026-11"): "7.00", (name, "2026-10"): "8.00"}


def test_a_name_that_looks_like_an_option_is_taken_after_two_dashes(run: Run) -> None:
    assert run("asset", "add", "--category", "CASH", "--", "-x").exit_code == 0
    assert run("snapshot", "add", "--", "-x", "-5").exit_code == 0
    assert values(run) == {("-x", "2026-11"): "-5.00"}
    assert run("snapshot", "add", "-x", "5") == refusal(
        2, "No such option: -x", "See: finally snapshot add --help"
    )


def test_an_unknown_asset_is_answered_with_the_nearest_names(household: Run) -> None:
    assert household("snapshot", "add", "Chekcing", "1") == refusal(
        5,
        'there is no asset named "Chekcing"',
        'Did you mean "Checking"? See them all with: finally asset list --all,'
        " or make it now with --category CODE",
    )
    in_json = household("snapshot", "add", "Zzz", "1", "--json")
    assert in_json.error == {
        "schema": "finally.error/1",
        "code": "ASSET_NOT_FOUND",
        "exit": 5,
        "message": 'there is no asset named "Zzz"',
        "hint": "See them all with: finally asset list --all, or make it now with --category CODE",
    }


# -- what it refuses


@pytest.mark.parametrize("form", ["Checking {}", "Checking={}"])
@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("abc", '"abc" is not an amount of money', MONEY_HINT),
        ("", '"" is not an amount of money', MONEY_HINT),
        ("NaN", '"NaN" is not an amount of money', MONEY_HINT),
        ("Infinity", '"Infinity" is not an amount of money', MONEY_HINT),
        ("1e400", '"1e400" is not an amount of money', MONEY_HINT),
        ("-1e400", '"-1e400" is not an amount of money', MONEY_HINT),
        ("1e2", '"1e2" is not an amount of money', MONEY_HINT),
        ("--5", '"--5" is not an amount of money', MONEY_HINT),
        ("1.2.3", '"1.2.3" is not an amount of money', MONEY_HINT),
        ("12 EUR", '"12 EUR" is not an amount of money', MONEY_HINT),
        ("٣", '"٣" is not an amount of money', MONEY_HINT),
        ("1_000", '"1_000" is not an amount of money', MONEY_HINT),
        ("\x1b[31m5", '"\\x1b[31m5" is not an amount of money', MONEY_HINT),
        ("1.23456", 'the amount "1.23456" has more than four decimals', MONEY_HINT),
        ("-1.23456", 'the amount "-1.23456" has more than four decimals', MONEY_HINT),
        (
            "1.234",
            'the amount "1.234" can be read in two ways',
            "Write 1234 for thousands, or 1.2340 for decimals.",
        ),
        (
            "-1,234",
            'the amount "-1,234" can be read in two ways',
            "Write -1234 for thousands, or -1.2340 for decimals.",
        ),
        (
            "1" + "0" * 20,
            'the amount "100000000000000000000" is too large',
            "At most 20 digits fit before the point.",
        ),
    ],
)
def test_a_value_that_is_none_is_refused_before_anything_is_opened(
    form: str, typed: str, message: str, hint: str, closed: Run
) -> None:
    arguments = [part.format(typed) for part in form.split()]
    assert closed("snapshot", "add", "--", *arguments) == refusal(2, message, hint)
    if not typed.startswith("--"):
        assert closed("snapshot", "add", *arguments) == refusal(2, message, hint)


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("2026-1", '"2026-1" is not a month', MONTH_HINT),
        ("2026-00", '"2026-00" is not a month: there is no month 0', MONTH_HINT),
        ("2026-13", '"2026-13" is not a month: there is no month 13', MONTH_HINT),
        ("0", '"0" is not a month', MONTH_HINT),
        ("13", '"13" is not a month', MONTH_HINT),
        ("", '"" is not a month', MONTH_HINT),
        ("2026-10-01", '"2026-10-01" is not a month', MONTH_HINT),
        ("10-2026", '"10-2026" is not a month', MONTH_HINT),
        ("after next", '"after next" is not a month', MONTH_HINT),
        ("２０２６-10", '"２０２６-10" is not a month', MONTH_HINT),
        ("-99999", '"-99999" is not a month', MONTH_HINT),
        ("2026-\x1b[1m", '"2026-\\x1b[1m" is not a month', MONTH_HINT),
        (
            "1999-12",
            'the month "1999-12" is out of range',
            "Months from 2000-01 to 2100-12 can be recorded.",
        ),
        (
            "2101-01",
            'the month "2101-01" is out of range',
            "Months from 2000-01 to 2100-12 can be recorded.",
        ),
        (
            "-9999",
            'the month "-9999" is out of range',
            "Months from 2000-01 to 2100-12 can be recorded.",
        ),
    ],
)
def test_a_month_that_is_none_is_refused(typed: str, message: str, hint: str, closed: Run) -> None:
    shown = closed("snapshot", "add", "Checking", "1", "--month", typed)
    assert shown == refusal(2, message, hint)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message", "hint"),
    [
        (
            ["Checking"],
            2,
            "an asset and its value are needed",
            'Write finally snapshot add "My account" 1234.56, or several as NAME=VALUE.',
        ),
        (
            ["Checking", "5", "6"],
            2,
            "an asset and its value are needed",
            'Write finally snapshot add "My account" 1234.56, or several as NAME=VALUE.',
        ),
        (
            ["Checking", "Savings=5"],
            2,
            "an asset and its value are needed",
            'Write finally snapshot add "My account" 1234.56, or several as NAME=VALUE.',
        ),
        (
            ["Checking=5", "checking =6"],
            2,
            '"Checking" is given twice',
            "Give one value for each asset.",
        ),
        (
            ["Checking=5", "Visa=6", "--note", "x"],
            2,
            "--rate, --contribution and --note go with one asset",
            "Record that asset by itself.",
        ),
        (
            ["--category", "CASH"],
            2,
            "there is no asset to record",
            "Give an asset and its value.",
        ),
        (
            [],
            1,
            "there is no terminal to ask on",
            "Give assets and values: finally snapshot add NAME=VALUE ...",
        ),
        (
            ["Checking", "5", "--rate", "1.1"],
            2,
            '"Checking" is in EUR, your own currency: it takes no rate',
            "Leave --rate out.",
        ),
        (
            ["Checking", "5", "--rate", "0"],
            2,
            '"0" cannot be an exchange rate',
            "A rate is above zero and has at most twelve digits on either side of the point.",
        ),
        (
            ["Checking", "5", "--rate", "-1"],
            2,
            '"-1" cannot be an exchange rate',
            "A rate is above zero and has at most twelve digits on either side of the point.",
        ),
        (
            ["Checking", "5", "--rate", "1,1"],
            2,
            '"1,1" is not an exchange rate',
            "Write it as 1.0835.",
        ),
        (
            ["X", "5", "--category", "CASH", "--currency", "EURO"],
            2,
            'there is no currency "EURO"',
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        ),
        (
            ["", "5", "--category", "CASH"],
            2,
            "a name cannot be empty",
            "Give it at least one letter or digit.",
        ),
        (
            ["x" * 300, "5", "--category", "CASH"],
            2,
            f'the name "{"x" * 59}…" has 300 characters',
            "At most 200 fit here.",
        ),
        (
            ["a\nb", "5", "--category", "CASH"],
            2,
            'the name "a\\nb" holds a control character',
            "Use one line of plain text; put the rest into --note.",
        ),
        (
            ["Checking\udcff", "5"],
            2,
            '"Checking\\udcff" is not valid text',
            "Type it in UTF-8.",
        ),
        (
            ["Checking", "5", "--user", "nobody"],
            5,
            'there is no user "nobody"',
            "See them with: finally user list. To add one: finally user add EMAIL",
        ),
        (
            ["Checking", "5", "--profile", "hme"],
            5,
            'there is no profile "hme"',
            'Did you mean "home"? Make one with: finally config set profiles.NAME.dsn DSN',
        ),
        (
            ["Checking", "5", "--json", "--csv"],
            2,
            "--json and --csv cannot both be given",
            "Choose one of them.",
        ),
    ],
)  # fmt: skip
def test_a_command_line_that_makes_no_sense_is_refused_in_two_lines(
    arguments: list[str], exit_code: int, message: str, hint: str, household: Run
) -> None:
    shown = household("snapshot", "add", *arguments)
    if "--json" in arguments:
        error = shown.error
        assert (error["exit"], error["message"], error["hint"]) == (exit_code, message, hint)
    else:
        assert shown == refusal(exit_code, message, hint)
    assert values(household) == {}


def test_the_same_asset_by_its_name_and_by_its_id_is_given_twice_all_the_same(
    household: Run,
) -> None:
    ids = {row["asset"]: row["id"] for row in household("asset", "list", "--json").json["rows"]}
    shown = household("snapshot", "add", "Checking=5", f"{ids['Checking'][:8]}=6")
    assert shown == refusal(2, '"Checking" is given twice', "Give one value for each asset.")
    assert values(household) == {}


def test_one_bad_value_among_several_keeps_none(household: Run) -> None:
    shown = household("snapshot", "add", "Checking=5", "Nobody=6")
    assert shown.exit_code == 5
    assert values(household) == {}


def test_a_note_is_kept_as_typed_with_its_line_breaks_but_not_endless(household: Run) -> None:
    note = "first\nsecond\tthird [/red] \x1b[31m \u202e"
    assert household("snapshot", "add", "Checking", "1", "--note", note).exit_code == 0
    assert list_rows(household, "snapshot")[0]["note"] == note
    assert household("snapshot", "add", "Checking", "1", "--note", "x" * 2001) == refusal(
        2, "the note has 2,001 characters", "Notes hold at most 2,000 characters."
    )
    assert household("snapshot", "add", "Checking", "1", "--note", "\udcff") == refusal(
        2, 'the note "\\udcff" is not valid text', "Remove the bytes that are no UTF-8."
    )


def test_an_asset_that_is_closed_by_then_takes_no_value(household: Run) -> None:
    household("asset", "close", "Savings", "--month", "2026-09")
    id_ = household("asset", "list", "--all", "--json").json["rows"]
    savings = next(row["id"] for row in id_ if row["asset"] == "Savings")
    assert household("snapshot", "add", "Savings", "5", "--month", "2026-10") == refusal(
        6,
        '"Savings" has been closed since 2026-09',
        f"Open it again with: finally asset reopen {savings[:8]}",
    )
    # What it was sold for in its last month, and what was forgotten before, can be recorded.
    for month in ("2026-09", "2026-08"):
        assert household("snapshot", "add", "Savings", "5", "--month", month).exit_code == 0


# -- other currencies


@pytest.fixture
def abroad(household: Run) -> Run:
    """The same household with an account in dollars."""
    household("asset", "add", "Dollars", "--category", "CASH", "--currency", "usd")
    return household


def test_another_currency_takes_the_rate_that_is_given_and_freezes_it(abroad: Run) -> None:
    # 1000.10 USD at 0.925 EUR = 925.0925 EUR
    added = abroad("snapshot", "add", "Dollars", "1000.10", "--rate", "0.925")
    assert added.stdout == (
        'Recorded "Dollars" at 925.09 EUR for 2026-11 (1,000.10 USD at 0.925).\n'
    )
    abroad("fx", "set", "USD/EUR", "0.5")
    (row,) = list_rows(abroad, "snapshot")
    assert (row["value"], row["amount"], row["currency"], row["rate"]) == (
        "925.0925", "1000.10", "USD", "0.925",
    )  # fmt: skip


def test_another_currency_takes_the_rate_recorded_for_that_month_only(abroad: Run) -> None:
    abroad("fx", "set", "USD/EUR", "0.9", "--month", "2026-10")
    assert abroad("snapshot", "add", "Dollars", "10", "--month", "2026-10").stdout == (
        'Recorded "Dollars" at 9.00 EUR for 2026-10 (10.00 USD at 0.9).\n'
    )
    assert abroad("snapshot", "add", "Dollars", "10") == refusal(
        5,
        "there is no rate from USD to EUR in 2026-11",
        "Give it with --rate, or record it: finally fx set USD/EUR RATE --month 2026-11",
    )


def test_a_rate_on_record_is_turned_round_where_only_the_other_way_is_known(abroad: Run) -> None:
    abroad("fx", "set", "EUR/USD", "1.25")  # one euro is 1.25 dollars: one dollar is 0.8 euros
    abroad("snapshot", "add", "Dollars", "10")
    assert list_rows(abroad, "snapshot")[0]["value"] == "8.00"


def test_a_product_finer_than_four_decimals_is_rounded_half_away_from_zero_once(
    abroad: Run,
) -> None:
    # 0.0001 * 0.5 = 0.00005, which is 0.0001 with four decimals
    abroad("snapshot", "add", "Dollars", "0.0001", "--rate", "0.5")
    assert list_rows(abroad, "snapshot")[0]["value"] == "0.0001"


def test_a_debt_in_another_currency_is_negative_in_both(abroad: Run) -> None:
    abroad("asset", "add", "Dollar loan", "--category", "LOAN", "--currency", "USD")
    abroad("snapshot", "add", "Dollar loan", "100", "--rate", "0.9")
    (row,) = list_rows(abroad, "snapshot")
    assert (row["value"], row["amount"]) == ("-90.00", "-100.00")


def test_a_value_too_large_once_it_is_converted_is_refused(abroad: Run) -> None:
    assert abroad("snapshot", "add", "Dollars", "9" * 20, "--rate", "1000") == refusal(
        1, "a number is too large to be kept", "At most 20 digits fit before the point."
    )
    assert values(abroad) == {}


def test_a_value_whose_point_moved_is_recorded_with_a_note_of_how_to_take_it_back(
    household: Run,
) -> None:
    household("snapshot", "add", "World fund", "123.4", "--month", "2026-10")
    done = household("snapshot", "add", "World fund", "1234")
    assert (done.exit_code, done.stderr) == (
        0,
        'Note: "World fund" was 123.40, and 1,234.00 is ten times that.'
        " If it is a slip: finally undo\n",
    )
    assert values(household)["World fund", "2026-11"] == "1234.00"
    noted = household("snapshot", "add", "World fund", "-123.4", "--json").json["notes"]
    assert noted == [
        {
            "code": "VALUE_LOOKS_LIKE_A_SLIP",
            "message": '"World fund" was 1,234.00, and -123.40 is below zero.',
            "command": "finally undo",
        }
    ]


def test_first_values_money_put_in_and_months_before_are_no_slips(household: Run) -> None:
    for typed in (
        ("Checking", "100"),
        ("Checking", "1000", "--month", "2026-12", "--contribution", "900"),
        ("Checking", "10", "--month", "2025-01"),  # it is worth 1,000 now, not then
        ("Savings=1000", "Mortgage=1000"),
    ):
        assert household("snapshot", "add", *typed).stderr == ""


def test_a_value_that_is_typed_over_a_files_is_no_longer_of_the_file(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("asset", "add", "Giro", "--category", "CASH", "--value", "5", "--month", "2026-10")
    books.execute(
        """
        INSERT INTO sources (user_id, source_name, currency, asset_id)
        SELECT user_id, 'City bank', 'EUR', id FROM assets;
        INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)
        SELECT user_id, id, 'october.csv', sha256('x'), 'csv', 0 FROM sources;
        UPDATE asset_inputs SET import_id = imports.id FROM imports
        """
    )
    assert run("snapshot", "add", "Giro", "6", "--month", "2026-10", "--yes").exit_code == 0
    assert books.execute("SELECT total, import_id FROM asset_inputs").fetchall() == [(6, None)]


def test_an_asset_that_is_there_is_not_moved_by_recording_its_value(run: Run) -> None:
    words = ("snapshot", "add", "Checking", "1000")
    assert run(*words, "--category", "CASH").exit_code == 0
    for same in ("cash", "Cash"):  # a script that runs again, by code or by name
        assert run(*words, "--category", same, "--currency", "EUR").exit_code == 0
    assert run(*words, "--category", "crypto") == refusal(
        6,
        '"Checking" is in CASH, and not in CRYPTO',
        'Leave --category out, or move it: finally asset edit "Checking" --category CRYPTO',
    )
    assert run(*words, "--currency", "USD") == refusal(
        6,
        '"Checking" is in EUR, and not in USD',
        'Leave --currency out, or change it: finally asset edit "Checking" --currency USD',
    )
    assert run(*words, "--category", "cush").exit_code == 5


def test_an_asset_that_is_made_with_a_quantity_is_kept_by_it(run: Run) -> None:
    new = ("snapshot", "add", "Fund", "--quantity", "2", "--price", "3")
    assert run(*new, "--category", "ETF_STOCKS").exit_code == 0
    assert [row["kept_by"] for row in run("asset", "list", "--json").json["rows"]] == ["quantity"]
