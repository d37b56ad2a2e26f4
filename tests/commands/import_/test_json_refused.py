"""finally import json refuses what is not whole or not ours, says where, and leaves nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.each import each

ID = "00000000-0000-0000-0000-00000000000{}"
ASSET = {
    "asset": "Giro", "category": "CASH", "ticker": None, "currency": None, "market_cap": None,
    "market_cap_source": None, "market_cap_synced_at": None, "sub_target": None, "locked": False,
    "closed": None, "id": ID.format(1),
}  # fmt: skip
EXPENSE = {
    "month": "2026-10", "date": None, "category": "FOOD", "subcategory": None, "amount": "12.50",
    "note": "Market", "import_row_id": None, "id": ID.format(2),
}  # fmt: skip
VALUE = {
    "month": "2026-10", "asset_id": ID.format(1), "value": "100.00", "contribution": None,
    "amount": None, "currency": None, "rate": None, "carried": False, "note": None,
    "import_id": None, "id": ID.format(3),
}  # fmt: skip
OWNER = {"id": ID.format(9), "email": "ann@example.org", "base_currency": "EUR"}
Books = dict[str, Any]


def books(**tables: Any) -> Books:
    return {"schema": "finally.books/1", "user": OWNER, "part": None, **tables}


Import = Callable[..., Outcome]


@pytest.fixture
def bring(run: Run, tmp_path: Path) -> Import:
    """Import a file of this content, into ann's empty books; what is refused has left nothing."""

    def bring_in(content: Books | bytes, *arguments: str) -> Outcome:
        file = tmp_path / "books.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        done = run("import", "json", str(file), "--json", *arguments)
        if done.exit_code:
            assert run("expense", "list", "--json").json["rows"] == []
            assert run("asset", "list", "--all", "--json").json["rows"] == []
        return done

    return bring_in


def refusal(done: Outcome) -> str:
    """What was said of a bad file: every row, and the sentence."""
    assert done.exit_code == 7, done.stderr
    return "\n".join([*done.stderr.splitlines()[:-1], str(done.error["message"])])


WHOLE = json.dumps(books(assets=[ASSET], values=[VALUE], expenses=[EXPENSE]), indent=1).encode()


@each("part", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_is_cut_anywhere_is_refused_with_the_place(part: float, bring: Import) -> None:
    cut = WHOLE[: int(len(WHOLE) * part)]
    done = bring(cut)
    assert (done.exit_code, done.error["code"]) == (7, "FILE_CUT")
    assert f"in line {cut.count(bytes([10])) + 1}" in done.error["message"]


def test_the_row_at_which_it_breaks_off_is_told(bring: Import) -> None:
    cut = WHOLE[: WHOLE.index(b'"Market"')]
    assert "at row 1 of expenses" in bring(cut).error["message"]


@each(
    "wrong",
    [
        (b"", "FILE_EMPTY"),
        (b" \n\n", "FILE_EMPTY"),
        (b"asset,value\nGiro,100\n", "BAD_JSON"),
        (b"[]", "NOT_BOOKS"),
        (b"17", "NOT_BOOKS"),
        (b"null", "NOT_BOOKS"),
        (b"{}", "NOT_BOOKS"),
        (b'{"accounts": []}', "NOT_BOOKS"),
        (b'{"schema": "finally.report.networth/1", "rows": []}', "NOT_BOOKS"),
        (b'{"schema": 7}', "NOT_BOOKS"),
        (b'{"schema": {"a": [[[[[1]]]]]}}', "NOT_BOOKS"),
        (b'{"schema": "finally.books/1"}', "BAD_JSON"),
        (b'{"schema": "finally.books/2", "program": "finally 9.1"}', "FILE_NEWER"),
        (b'{"schema": "finally.books/2", "program": "finally 9.1", "x": {}}', "FILE_NEWER"),
        (b'{"schema": "finally.books/0"}', "NOT_BOOKS"),
        (WHOLE + b"x", "BAD_JSON"),
        (WHOLE + WHOLE, "BAD_JSON"),
        (WHOLE.replace(b"Market", b"Mark\xffet"), "BAD_ENCODING"),
        (WHOLE.replace(b"Market", b"Mark\\ud800et"), "BAD_ENCODING"),
        (WHOLE.decode().encode("utf-16"), "BAD_ENCODING"),
        (WHOLE.replace(b'"12.50"', b"NaN"), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b"Infinity"), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b"0x10"), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b"9" * 5000), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b"1e-99999999999999999999"), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b"[" * 100_000), "BAD_JSON"),
        (WHOLE.replace(b'"12.50"', b'{"a":' * 100_000), "BAD_JSON"),
        (b"[" * 1_000_000, "NOT_BOOKS"),
        (WHOLE.replace(b"Market", b"x" * 2_000_000), "BAD_JSON"),
        (WHOLE.replace(b"\n", b" " * 2_000_000, 1), "BAD_JSON"),
        (WHOLE.replace(b'"expenses"', b'"expanses"'), "BAD_JSON"),
        (WHOLE.replace(b'"expenses"', b'"audit_events"'), "BAD_JSON"),
        (WHOLE.replace(b'"expenses"', b'"values"'), "SAID_TWICE"),
        (WHOLE.replace(b'"part"', b'"schema"'), "SAID_TWICE"),
        (json.dumps(books(assets={})).encode(), "BAD_JSON"),
        (json.dumps(books(assets=[[]])).encode(), "BAD_JSON"),
        (json.dumps(books(assets=["Giro"])).encode(), "BAD_JSON"),
        (json.dumps(books() | {"user": "ann"}).encode(), "BAD_JSON"),
        (json.dumps(books() | {"part": "values"}).encode(), "BAD_JSON"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(wrong: tuple[bytes, str], bring: Import) -> None:
    content, code = wrong
    done = bring(content)
    assert (done.exit_code, done.error["code"]) == (7, code), done.stderr
    assert len(done.error["message"]) < 200
    assert done.error["hint"]


def test_a_newer_file_says_which_program_wrote_it(bring: Import) -> None:
    error = bring(b'{"schema": "finally.books/2", "program": "finally 9.1", "user": {}}').error
    assert '"finally 9.1" wrote it' in error["message"]


def test_the_answer_of_a_report_is_told_from_the_books(run: Run, bring: Import) -> None:
    answer = run("report", "networth", "--json").stdout or '{"schema": "finally.report.networth/1"}'
    error = bring(answer.encode()).error
    assert error["message"].startswith("this is the answer of finally report networth")


def test_a_mark_of_utf_8_and_another_layout_of_the_same_are_read(bring: Import, run: Run) -> None:
    assert bring(b"\xef\xbb\xbf" + WHOLE).exit_code == 0
    assert len(run("expense", "list", "--json").json["rows"]) == 1


def test_one_line_of_any_length_is_read_whole_characters_and_all(bring: Import, run: Run) -> None:
    """A pair of escapes falls on every place where a long line is read in pieces."""
    notes = ["x" * shift + "\U0001f600" * 150 for shift in range(12)]
    rows = [
        EXPENSE | {"id": f"00000000-0000-0000-0000-{n:012}", "note": notes[n % 12]}
        for n in range(150)
    ]
    assert len(json.dumps(books(expenses=rows))) > 4 * 65_536
    assert bring(books(expenses=rows)).exit_code == 0
    listed = run("expense", "list", "--json").json["rows"]
    assert {one["note"] for one in listed} == set(notes)


def test_keys_in_any_order_are_read(bring: Import, run: Run) -> None:
    content = json.dumps(json.loads(WHOLE), sort_keys=True).encode()
    assert bring(content).exit_code == 0
    assert run("report", "networth", "--json").json["rows"][0]["value"] == "100.00"


@each(
    "wrong",
    [
        ({"amount": 12.5}, "amount is no text with a number"),
        ({"amount": 12}, "amount is no text with a number"),
        ({"amount": "12,50"}, "amount is not a number"),
        ({"amount": "1e3"}, "amount is not a number"),
        ({"amount": "1e400"}, "amount is not a number"),
        ({"amount": "NaN"}, "amount is not a number"),
        ({"amount": "0x1F"}, "amount is not a number"),
        ({"amount": "١٢"}, "amount is not a number"),
        ({"amount": "12.50001"}, "amount has more than 4 decimals"),
        ({"amount": "1" + "0" * 20}, "amount has more than 20 digits"),
        ({"amount": "0.00"}, "an amount cannot be zero"),
        ({"amount": None}, "amount is null"),
        ({"amount": True}, "amount is no text"),
        ({"month": "1999-12"}, "month is no month from 2000-01"),
        ({"month": "2101-01"}, "month is no month from 2000-01"),
        ({"month": "2026-13"}, "month is no month"),
        ({"month": "october"}, "month is no month"),
        ({"date": "2026-09-30"}, "the day does not lie in the month"),
        ({"date": "2026-02-30"}, "date is no day"),
        ({"date": 20261005}, "date is no day"),
        ({"category": "FOD"}, 'category is "FOD", which is none of expense_categories'),
        ({"category": 3}, "category is no text"),
        ({"subcategory": "HEATING"}, "the subcategory belongs to another category"),
        ({"note": "x" * 2001}, "description is at most 2000 characters"),
        ({"note": "a\0b"}, "note holds a character that no text has"),
        ({"note": ["a"]}, "no plain value in note"),
        ({"import_row_id": ID.format(7)}, "which is none of import_rows"),
        ({"id": "17"}, "id is no id"),
        ({"id": None}, "id is null"),
        ({"colour": "red"}, 'there is no field "colour"'),
        ({"ammount": "1.00"}, 'there is no field "ammount" (Did you mean "amount" or "month"?)'),
        ({"user_id": ID.format(8)}, 'there is no field "user_id"'),
        ({"created_at": "yesterday"}, "created_at is no time"),
        ({"created_at": "infinity"}, "created_at is no time"),
        ({"created_at": "2026-02-31T00:00:00Z"}, "created_at is no time"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_named_with_its_number(
    wrong: tuple[Books, str], bring: Import
) -> None:
    change, said = wrong
    good = EXPENSE | {"id": ID.format(4)}
    message = refusal(bring(books(assets=[ASSET], expenses=[good, EXPENSE | change])))
    assert "row 2 of expenses" in message
    assert said in message


def test_a_rule_whose_expression_is_none_is_named(bring: Import) -> None:
    """With it in the books, no bank's file could be imported."""
    rule = {
        "position": 1, "pattern": "(rent", "is_regex": True, "least_amount": None,
        "most_amount": None, "direction": None, "source_id": None, "action": "ignore",
        "income_category": None, "expense_category": None, "subcategory": None, "asset_id": None,
        "id": ID.format(5),
    }  # fmt: skip
    assert (
        "row 1 of rules: pattern cannot be used: RE2 does not take /(rent/"
        in refusal(bring(books(rules=[rule])))
    )  # fmt: skip
    assert bring(books(rules=[rule | {"is_regex": False}])).exit_code == 0  # these are words


def test_a_row_that_breaks_a_rule_is_named_as_a_person_knows_it(bring: Import) -> None:
    rows = [EXPENSE | {"id": f"00000000-0000-0000-0000-{n:012}"} for n in range(1, 90)]
    rows[70] = rows[70] | {"amount": "0.00", "note": "Nothing"}
    message = refusal(bring(books(expenses=rows)))
    assert "row 71 of expenses (2026-10 FOOD Nothing) breaks a rule: an amount cannot be" in message


def test_a_value_that_is_not_its_amount_times_its_rate_is_named(bring: Import) -> None:
    wrong = VALUE | {"amount": "90.00", "currency": "USD", "rate": "1.1"}
    message = refusal(bring(books(assets=[ASSET], values=[wrong])))
    assert "row 1 of values (Giro 2026-10) breaks a rule" in message
    assert "total is native amount times rate" in message


def test_a_field_that_is_missing_is_named(bring: Import) -> None:
    lacking = {name: EXPENSE[name] for name in EXPENSE if name not in ("month", "amount")}
    message = refusal(bring(books(expenses=[lacking])))
    assert "row 1 of expenses: amount is missing; month is missing" in message


def test_an_id_that_is_there_twice_and_what_refers_to_nothing_are_told_together(
    bring: Import,
) -> None:
    lost = VALUE | {"asset_id": ID.format(6)}
    message = refusal(bring(books(values=[lost], expenses=[EXPENSE, EXPENSE])))
    assert "row 2 of expenses: its id is that of row 1 already" in message
    assert f'row 1 of values: asset_id is "{ID.format(6)}", which is none of assets' in message


def test_two_values_of_one_month_are_refused(bring: Import) -> None:
    twin = VALUE | {"id": ID.format(5)}
    message = refusal(bring(books(assets=[ASSET], values=[VALUE, twin])))
    assert "row 2 of values (Giro 2026-10) breaks a rule" in message


def test_targets_above_the_whole_are_refused(bring: Import) -> None:
    made = {"month": "2026-01", "target": "0.6"}
    rows = [
        made | {"category": code, "id": ID.format(n)} for n, code in enumerate(("CASH", "CRYPTO"))
    ]
    sets = [{"month": "2026-01", "id": ID.format(1)}]
    message = refusal(bring(books(target_sets=sets, targets=rows)))
    assert "row 2 of targets (2026-01 CRYPTO) breaks a rule: the targets would sum to" in message


def test_of_many_bad_rows_the_first_are_listed_and_all_are_counted(bring: Import) -> None:
    rows = [EXPENSE | {"id": f"00000000-0000-0000-0000-{n:012}", "amount": 1} for n in range(500)]
    done = bring(books(expenses=rows))
    assert done.error["message"].startswith("500 of 500 rows cannot be imported")
    assert "… and 480 more." in done.stderr
    assert done.stderr.count("row ") == 20
    assert len(done.error["rows"]) == 200


def test_a_currency_that_is_none_and_one_that_is_another_in_books_with_data(
    bring: Import, run: Run
) -> None:
    other = books(assets=[ASSET]) | {"user": OWNER | {"base_currency": "euro"}}
    assert bring(other).exit_code == 7
    assert run("asset", "add", "Cash", "--category", "cash", "--value", "5").exit_code == 0
    in_dollars = json.dumps(books() | {"user": OWNER | {"base_currency": "USD"}}).encode()
    done = run_file(run, in_dollars)
    assert (done.exit_code, done.error["code"]) == (6, "CURRENCY_IN_USE")


def run_file(run: Run, content: bytes, *arguments: str) -> Outcome:
    """Import what comes from standard input."""
    before = sys.stdin
    sys.stdin = TextIOWrapper(BytesIO(content))
    try:
        return run("import", "json", "-", "--json", *arguments)
    finally:
        sys.stdin = before


def test_standard_input_is_read_and_cannot_answer_a_question(run: Run) -> None:
    assert run_file(run, WHOLE).exit_code == 0
    theirs = json.loads(WHOLE) | {"user": OWNER | {"email": "bob@example.org"}}
    done = run_file(run, json.dumps(theirs).encode())
    assert (done.exit_code, done.error["code"]) == (1, "NOT_CONFIRMED")
    assert "bob@example.org" in done.error["message"]
    assert run_file(run, json.dumps(theirs).encode(), "--yes").exit_code == 0


def test_a_file_that_is_not_there_or_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("import", "json", str(tmp_path)).exit_code == 7
    missing = run("import", "json", str(tmp_path / "none.json"))
    assert missing.exit_code == 7
    assert "Name a JSON file, or - for standard input." in missing.stderr
    file = tmp_path / "books.json"
    file.write_bytes(WHOLE)
    both = run("import", "json", str(file), "--keep", "--replace")
    assert both.exit_code == 2
