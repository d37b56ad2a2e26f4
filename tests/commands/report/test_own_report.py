"""A file of SQL is a report: its options, its answer in each form, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from finally_cli.commands.report.new import TEMPLATE
from finally_cli.model.report_file import RESERVED
from finally_cli.settings import report_folder
from tests.commands.sql.test_attacks import ATTACKS
from tests.conftest import Run
from tests.support.command_tree import commands
from tests.support.processes import Program

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a report; what is said is its header's fields and its statement."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))

    def write(name: str, text: str) -> None:
        (tmp_path / "config" / "reports" / f"{name}.sql").unlink(missing_ok=True)
        report_folder.write_report(name, f"-- report/{name}\n-- What there is.\n--\n{text}")

    return write


@pytest.fixture
def dining(write: Write) -> None:
    report_folder.write_report("dining", TEMPLATE.format(name="dining"))


DINING = """\
What each category has cost in a month, the dearest first (2026-10, USD)
 Category    Amount    Share
─────────────────────────────
 Food        500.00   71.4 %
 Utilities   150.00   21.4 %
 Hobbies      50.00    7.1 %
"""


def test_a_report_answers_as_any_command_does(dining: None, look: Run) -> None:
    """500, 150 and 50 of 700, in sample.sql; 5/7, 3/14 and 1/14 with six decimals."""
    assert look("report", "dining").stdout == DINING  # of the newest month with values
    assert look("report", "dining", "--month", "oct").stdout == DINING
    shown = look("report", "dining", "--at-least", "1,00.50")
    assert shown.exit_code == 2  # as no command reads it
    assert look("report", "dining", "--at-least", "150", "--json").json == {
        "schema": "finally.report.dining/1",
        "month": "2026-10",
        "at_least": "150.00",
        "currency": "USD",
        "rows": [
            {"category": "Food", "amount": "500.00", "share": "0.714286"},
            {"category": "Utilities", "amount": "150.00", "share": "0.214286"},
        ],
        "coverage": look("report", "networth", "--month", "2026-10", "--json").json["coverage"],
        "notes": [],
    }
    assert look("report", "dining", "--month", "2026-10", "--strict").exit_code == 1
    assert look("report", "dining", "--csv").stdout.splitlines() == [
        "category,amount,share",
        "Food,500.00,0.714286",
        "Utilities,150.00,0.214286",
        "Hobbies,50.00,0.071429",
    ]
    assert look("report", "dining", "--month", "2020-01").stdout.endswith("Nothing to show.\n")


def test_its_help_has_its_sentence_and_its_options(dining: None, look: Run) -> None:
    help_ = look("report", "dining", "--help").stdout
    assert "What each category has cost in a month, the dearest first." in help_
    assert "--at-least AMOUNT  Leave out what has cost less.  [default: 0]" in help_
    assert "user_id" not in help_ and "--user-id" not in help_
    assert look("help", "report", "dining").stdout == help_
    assert look("report", "--help").stdout.endswith(
        "Your reports:\n  dining  What each category has cost in a month, the dearest first.\n"
    )
    assert "Did you mean: finally report dining" in look("report", "dinning").stderr
    assert "Did you mean: finally report dining" in look("dining").stderr


KINDS = """\
-- param  user_id  uuid
-- param  first    month?
-- param  since    date?
-- param  least    money?
-- param  part     share?
-- param  rate     rate?
-- param  factor   numeric?
-- param  most     int?
-- param  word     text?
-- param  open     boolean
-- param  maybe    boolean?
-- param  surely   boolean=yes
-- param  account  asset?
-- param  category  expense category?
-- param  source   income category?
-- param  item     uuid?
-- row    first    month?
-- row    since    date?
-- row    least    money?
-- row    part     share?
-- row    rate     rate?
-- row    factor   numeric?
-- row    most     int?
-- row    word     text?
-- row    open     boolean
-- row    maybe    boolean?
-- row    surely   boolean
-- row    account  text?
-- row    category  text?
-- row    source   text?
-- row    item     uuid?
-- row    at       timestamptz
-- row    ends     change
-- row    gain     growth
-- row    many     count
SELECT
    %(first)s::date AS first, %(since)s::date AS since, %(least)s::numeric AS least,
    %(part)s::numeric AS part, %(rate)s::numeric AS rate, %(factor)s::numeric AS factor,
    %(most)s::integer AS most, %(word)s::text AS word, %(open)s::boolean AS open,
    %(maybe)s::boolean AS maybe, %(surely)s::boolean AS surely,
    (SELECT asset_name FROM assets
     WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(account)s::uuid) AS account,
    (SELECT code FROM expense_categories WHERE id = %(category)s::uuid) AS category,
    (SELECT code FROM income_categories WHERE id = %(source)s::uuid) AS source,
    %(item)s::uuid AS item, timestamptz '2026-10-05 12:30:59+02' AS at,
    -12.5 AS ends, 0.125 AS gain, 1234::bigint AS many
"""
ID = "8e6c2515-0000-4000-8000-000000000001"


def test_each_type_of_option_reaches_the_statement_and_comes_back(write: Write, look: Run) -> None:
    write("kinds", KINDS)
    unsaid = look("report", "kinds", "--json").json["rows"][0]
    assert {name for name, value in unsaid.items() if value is None} == {
        "first", "since", "least", "part", "rate", "factor", "most", "word", "maybe", "account",
        "category", "source", "item",
    }  # fmt: skip
    assert (unsaid["open"], unsaid["surely"]) == (False, True)
    given = ("--first", "sep", "--since", "yesterday", "--least", "-1,234.5", "--part", "60%",
             "--rate", "1.0830", "--factor", "-0.050", "--most", "-7", "--word", "50 % 'off'\\n",
             "--open", "--no-maybe", "--no-surely", "--account", "checking", "--category", "food",
             "--source", "Salary", "--item", ID.upper())  # fmt: skip
    said = look("report", "kinds", *given, "--json").json
    assert said["rows"] == [
        {
            "first": "2026-09", "since": "2026-11-14", "least": "-1234.50", "part": "0.6",
            "rate": "1.083", "factor": "-0.05", "most": -7, "word": "50 % 'off'\\n",
            "open": True, "maybe": False, "surely": False, "account": "Checking",
            "category": "FOOD", "source": "SALARY", "item": ID, "at": "2026-10-05T10:30:59Z",
            "ends": "-12.50", "gain": "0.125", "many": 1234,
        }
    ]  # fmt: skip
    asked = {key: said[key] for key in ("first", "since", "least", "part", "most", "account")}
    assert asked == {
        "first": "2026-09", "since": "2026-11-14", "least": "-1234.50", "part": "0.6", "most": -7,
        "account": "Checking",
    }  # fmt: skip
    table = " ".join(look("report", "kinds", *given).stdout.split())
    for shown in ("2026-09", "2026-11-14", "-1,234.50", "60.0 %", "-12.50", "+12.5 %", "1,234"):
        assert shown in table


@pytest.mark.parametrize(
    ("options", "exit_code", "words"),
    [
        (["--account", "Chekking"], 5, 'Did you mean "Checking"'),
        (["--category", "SALARY"], 5, "there is no category"),
        (["--category", "groceries"], 2, "is a subcategory"),
        (["--least", "1.234"], 2, "can be read in two ways"),
        (["--most", "2147483648"], 2, "is too large"),
        (["--part", "101"], 2, "more than 100 %"),
        (["--first", "2026"], 2, "is several months"),
        (["--item", "8e6c"], 2, "is not an id"),
        (["--word", "\udcff"], 2, "is not valid text"),
        (["--user-id", ID], 2, "No such option"),
    ],
)
def test_what_an_option_cannot_be_is_refused(
    options: list[str], exit_code: int, words: str, write: Write, look: Run
) -> None:
    write("kinds", KINDS)
    refused = look("report", "kinds", *options)
    assert (refused.exit_code, refused.stdout) == (exit_code, "")
    assert words in refused.stderr


def test_what_must_be_said_is_asked_for(write: Write, look: Run) -> None:
    write("one", "-- param  least  money\n-- row  n  money\nSELECT %(least)s::numeric AS n")
    assert "Missing option '--least'" in look("report", "one").stderr
    assert look("report", "one", "--least", "5", "--json").json["rows"] == [{"n": "5.00"}]


LIES = {
    "a type": ("-- row  n  text\nSELECT 1 AS n", "line 4", "as integer, and its line says text"),
    "a name": ("-- row  m  integer\nSELECT 1 AS n", "line 4", 'gives no column "m"'),
    "one more": ("-- row  n  integer\nSELECT 1 AS n, 2 AS m", "line 4", "no line says so"),
    "one less": ("-- row  n  int\n-- row  m  int\nSELECT 1 AS n", "line 5", "gives no column"),
    "an order": (
        "-- row  n  int\n-- row  m  int\nSELECT 1 AS m, 2 AS n",
        "line 4",
        "in another order",
    ),
    "a null": (
        "-- row  n  int\nSELECT nullif(n, 2) AS n FROM generate_series(1, 3) AS n ORDER BY 1",
        "line 4",
        "is null in row 3",
    ),
    "no number": ("-- row  n  money\nSELECT 'NaN'::numeric AS n", "line 4", "is NaN in row 1"),
    "too long a number": ("-- row  n  share\nSELECT 1e30 AS n", "line 4", "than 20 digits"),
    "a parameter's type": (
        "-- param  n  money=1\n-- row  n  text\nSELECT %(n)s::text AS n",
        "line 4",
        "as text, and its line says money",
    ),
    "a common option": (
        "-- param  pager  boolean=true\n-- row  n  bool\nSELECT %(pager)s::bool AS n",
        "line 4",
        "has --no-pager already",
    ),
    "a sentence that is no header": ("-- rows  n  text\nSELECT 1", "line 4", "neither a param"),
    "no such column": ("-- row  n  text\nSELECT m AS n", "line 5", 'column "m" does not exist'),
    "a parameter": ("-- row  n  text\nSELECT %(n)s AS n", "line 5", "no parameter of the header"),
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]], ids=["table", "JSON", "CSV"])
def test_a_header_that_lies_is_told_before_anything_is_printed(
    lie: str, form: list[str], write: Write, look: Run
) -> None:
    text, line, words = LIES[lie]
    write("lie", text)
    refused = look("report", "lie", *form)
    assert (refused.exit_code, refused.stdout) == (7, "")
    assert f"reports/lie.sql, {line}: " in refused.stderr
    assert refused.stderr.count("lie.sql") == 1
    assert words in refused.stderr.replace('\\"', '"')
    if lie not in ("a null", "no number", "too long a number"):  # which its rows alone show
        found = look("report", "check", "lie", "--json")
        assert found.exit_code == 7
        assert words in found.json["rows"][0]["message"]
        assert "lie.sql" not in found.json["rows"][0]["message"]
        assert f"line {found.json['rows'][0]['line']}" == line


def test_a_report_does_nothing_but_look(write: Write, look: Run) -> None:
    """What is tried of finally sql, in a report: each is refused before anything is asked."""
    for name, (statement, code) in ATTACKS.items():
        if code in ("SQL_TIMED_OUT", "SQL_TOO_LARGE", "DENIED"):
            continue  # what only running it shows
        asked = statement.replace("{victim}", ID).replace("{local}", "true")
        write("attack", f"-- row  n  integer\n{asked}")
        refused = look("report", "attack", "--json")
        assert refused.exit_code not in (0, 70), name
        assert refused.error["code"] == code, name
        assert refused.error["message"].startswith(str(report_folder.report_path("attack"))), name
        assert look("report", "check", "attack").exit_code == 7, name


def test_what_is_not_ones_to_ask_is_denied_in_a_report_too(write: Write, look: Run) -> None:
    write("roles", "-- row  n  text\nSELECT rolpassword AS n FROM pg_authid")
    refused = look("report", "roles", "--json")
    assert (refused.exit_code, refused.error["code"]) == (12, "DENIED")


def test_a_report_sees_nobody_elses_rows(write: Write, look: Run) -> None:
    """There are Ann's and Bob's in sample.sql."""
    write("rows", "-- row  n  bigint\nSELECT count(DISTINCT user_id) AS n FROM expense_items")
    assert look("report", "rows", "--json").json["rows"] == [{"n": 1}]


def test_show_sql_and_explain_tell_of_it_as_of_ours(
    dining: None, look: Run, app: psycopg.Connection[object]
) -> None:
    shown = look("report", "dining", "--month", "2026-10", "--show-sql").stdout
    assert shown.startswith("-- report/dining\n-- What each category has cost")
    assert "year_of('2026-10-01'" in shown and "%(" not in shown
    assert "rows=" in look("report", "dining", "--explain").stdout


def test_a_long_report_comes_whole(write: Write, look: Run) -> None:
    """More rows than are looked at before the first is shown: 1 to 12,000 sum to 72,006,000."""
    write("long", "-- row  n  integer\nSELECT n FROM generate_series(1, 12000) AS n ORDER BY n")
    rows = look("report", "long", "--csv").stdout.split()
    assert sum(map(int, rows[1:])) == 72_006_000
    assert len(look("report", "long").stdout.splitlines()) == 12_003


def test_a_column_is_shown_where_it_says_nothing(write: Write, look: Run) -> None:
    """In reports of ours a column goes without a word where all are null, no or zero."""
    write(
        "bare",
        "-- row  a  text?\n-- row  b  boolean\n-- row  c  count\n"
        "SELECT NULL::text AS a, false AS b, 0 AS c",
    )
    assert look("report", "bare").stdout.splitlines()[1].split() == ["A", "B", "C"]


def test_an_option_that_a_month_takes_may_stand_alone(write: Write, look: Run) -> None:
    write(
        "one", "-- param  since_month  date?\n-- row  n  month?\nSELECT %(since_month)s::date AS n"
    )
    assert look("report", "one", "--json").json["rows"] == [{"n": None}]
    assert look("report", "one", "--since-month", "--json").json["rows"] == [{"n": "2026-10"}]


def test_without_values_a_month_is_the_one_it_is(write: Write, run: Run) -> None:
    write("one", "-- param  month  month\n-- row  n  month\nSELECT %(month)s::date AS n")
    assert run("report", "one", "--json").json["rows"] == [{"n": "2026-11"}]


def test_a_shell_completes_its_name_and_its_options(
    dining: None, tmp_path: Path, look: Run
) -> None:
    program = Program(tmp_path)
    for line, word in (
        ("finally report d", "dining"),
        ("finally report check d", "dining"),
        ("finally report dining --at", "--at-least"),
        ("finally report dining --month 2026-1", "2026-11"),
    ):
        words = line.split(" ")
        offered = program(
            _FINALLY_COMPLETE="complete_bash",
            COMP_WORDS="\n".join(words),
            COMP_CWORD=str(len(words) - 1),
        )
        assert (offered.exit_code, offered.stderr) == (0, "")
        assert offered.stdout.split()[0] == word


def test_what_every_report_has_is_no_name_of_a_parameter() -> None:
    """The options of a report, and the keys of its JSON."""
    shared = {
        one.name
        for words, command in commands().items()
        if words in (("report", "liquidity"), ("expense", "list"))
        for one in command.params
        if getattr(one, "rich_help_panel", None)
    } - {"yes"}
    assert shared | {"help", "schema", "rows", "totals", "coverage", "notes"} == set(RESERVED)
