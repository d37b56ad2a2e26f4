"""finally snapshot edit --editor: a month as a text, edited by scripts in place of a person."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.statements import body
from tests.conftest import Run, Server
from tests.support.interview import HOUSEHOLD, kept
from tests.support.outcomes import list_rows, refusal
from tests.support.processes import Program, PseudoTerminal

# Round after round, it keeps what it was shown, and replaces what it is told to.
SCRIPT = """
import json, os, re, subprocess, sys
folder, path = os.path.dirname(__file__), sys.argv[1]
rounds = json.load(open(f"{folder}/rounds.json"))
number = sum(name.startswith("seen-") for name in os.listdir(folder))
text = open(path, "rb").read()
open(f"{folder}/seen-{number}", "wb").write(text)
open(f"{folder}/path", "w").write(path)
for old, new in rounds[min(number, len(rounds) - 1)]:
    if old == "!":
        subprocess.run(new, shell=True, check=True, stdout=2)
        continue
    text, count = re.subn(old.encode(), os.fsencode(new), text, flags=re.M)
    assert count, old
open(path, "wb").write(text)
"""


class Editor:
    """What a script does in each round, and what it was shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        (folder / "script.py").write_text(SCRIPT)
        self.command = f"'{sys.executable}' -ISs '{folder}/script.py'"

    def types(self, *rounds: list[tuple[str, str]]) -> None:
        """What is replaced in each round; the last one goes on."""
        (self.folder / "rounds.json").write_text(json.dumps(rounds))
        for seen in self.folder.glob("seen-*"):
            seen.unlink()

    def shown(self, number: int = 0) -> list[str]:
        """The lines that it was shown in a round, without the three that explain."""
        text = (self.folder / f"seen-{number}").read_bytes().decode("utf-8", "surrogateescape")
        return [line for line in text.splitlines()[3:] if line]

    @property
    def rounds(self) -> int:
        return len(list(self.folder.glob("seen-*")))

    @property
    def path(self) -> Path:
        return Path((self.folder / "path").read_text())


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """The editor of whoever runs a command here; its drafts lie in a folder of the test's own."""
    (tmp_path / "drafts").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "drafts"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = Editor(tmp_path / "editor")
    monkeypatch.setenv("EDITOR", made.command)
    monkeypatch.delenv("VISUAL", raising=False)
    return made


@pytest.fixture
def drafts(tmp_path: Path) -> Callable[[], list[Path]]:
    """The texts that were left."""
    return lambda: sorted((tmp_path / "drafts").glob("*/*"))


Drafts = Callable[[], list[Path]]


@pytest.fixture
def household(run: Run) -> Run:
    """Checking and a card with two months, dollars with one, a fund without a value."""
    run("snapshot", "add", "Checking", "1000", "--category", "CASH", "--month", "2026-09")
    run("snapshot", "add", "Checking", "1100", "--month", "2026-10", "--note", "bonus")
    run("snapshot", "add", "Visa", "200", "--category", "CREDIT_CARD", "--month", "2026-10")
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("snapshot", "add", "Dollars", "100", "--rate", "0.9", "--month", "2026-09")
    run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    return run


EDIT = ("snapshot", "edit", "--month", "2026-10", "--editor")


def values(run: Run, month: str = "2026-10") -> dict[str, str]:
    return {r["asset"]: r["value"] for r in list_rows(run, "snapshot", "--month", month)}


BEFORE = {"Checking": "1100.00", "Visa": "-200.00"}


def test_a_month_is_shown_as_the_list_sorts_it_each_with_its_last_value(
    household: Run, editor: Editor, drafts: Drafts
) -> None:
    editor.types([])
    assert household(*EDIT).stdout == "Nothing was changed in 2026-10.\n"
    assert editor.shown() == [
        "Fund     =              # in EUR, no earlier value",
        "Checking = 1100.00 EUR  # 1,000.00 EUR in 2026-09",
        "Dollars  =              # in USD, 100.00 USD in 2026-09",
        "Visa     = 200.00 EUR   # owed, no earlier value",
    ]
    assert drafts() == []
    assert values(household) == BEFORE


def test_what_was_changed_is_recorded_and_said(
    household: Run, editor: Editor, drafts: Drafts
) -> None:
    editor.types(
        [("^Fund.*", "Fund=5,000.5"), ("1100.00 EUR", "1150"), (r"^Dollars.*\n", ""),
         (r"200\.00", "250")]
    )  # fmt: skip
    assert household(*EDIT).stdout.splitlines() == [
        'Recorded "Fund" at 5,000.50 EUR for 2026-10.',
        'Recorded "Checking" at 1,150.00 EUR for 2026-10; it was 1,100.00.',
        'Recorded "Visa" at -250.00 EUR for 2026-10; it was -200.00.',
    ]
    assert values(household) == {"Fund": "5000.50", "Checking": "1150.00", "Visa": "-250.00"}
    (note,) = [row["note"] for row in list_rows(household, "snapshot", "--month", "2026-10")
               if row["asset"] == "Checking"]  # fmt: skip
    assert note == "bonus"
    assert drafts() == []


def test_json_has_the_values_that_changed_and_what_was_deleted(
    household: Run, editor: Editor
) -> None:
    editor.types([("1100.00", "1150"), ("= 200.00 EUR", "=")])
    told = household(*EDIT, "--yes", "--json")
    assert told.json["month"] == "2026-10"
    assert [(row["asset"], row["value"]) for row in told.json["rows"]] == [("Checking", "1150.00")]
    assert told.json["deleted"] == ["Visa"]
    assert values(household) == {"Checking": "1150.00"}


def test_a_dry_run_changes_nothing(household: Run, editor: Editor, drafts: Drafts) -> None:
    editor.types([("1100.00", "1150"), ("= 200.00 EUR", "=")])
    assert household(*EDIT, "--dry-run").stdout.splitlines() == [
        'Would record "Checking" at 1,150.00 EUR for 2026-10; it was 1,100.00.',
        'Would delete the value of "Visa" in 2026-10, which was -200.00.',
        "Dry run: nothing was changed.",
    ]
    assert values(household) == BEFORE
    assert drafts() == []


@pytest.mark.parametrize("text", ["^.*\\n", "^[A-Z].*\\n"])
def test_an_empty_text_changes_nothing(household: Run, editor: Editor, text: str) -> None:
    editor.types([(text, "")])
    assert household(*EDIT).stdout == "Nothing was changed in 2026-10.\n"
    assert values(household) == BEFORE


def test_an_emptied_value_is_deleted_only_after_a_yes(
    household: Run, editor: Editor, drafts: Drafts
) -> None:
    editor.types([("= 1100.00 EUR", "=")])
    told = household(*EDIT)
    (draft,) = drafts()
    assert (told.exit_code, told.stderr.splitlines()[1:]) == (
        1,
        [
            'finally: Delete the value of "Checking" in 2026-10, 1,100.00: that needs a yes, and'
            " there is no terminal to ask on",
            f"  What you typed is kept in {draft}. Say it on the command line: --yes",
        ],
    )
    assert values(household) == BEFORE


# -- what cannot be read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Checking = abc", '"abc" is not an amount of money'),
        ("Checking = 1.234", 'the amount "1.234" can be read in two ways'),
        ("Checking = 1.00001", 'the amount "1.00001" has more than four decimals'),
        ("Checking = 1100 USD", '"Checking" is in EUR, and not in USD'),
        ("Checking = 1200 @ 1.1", '"Checking" is in EUR, your own currency: it takes no rate'),
        ("Checking 1200", '"Checking 1200" has no name and value with = between them'),
        ("Chequing = 1200", 'there is no asset named "Chequing" in 2026-10'),
        ("Checking = 1200\nchecking = 1300", '"Checking" is given twice'),
        ("Dollars = 50", "there is no rate from USD to EUR in 2026-10"),
        ("Checking = \udcff", '"Checking = \\udcff" is not valid text'),
        ("Checking = \x1b[31m5", '"\\x1b[31m5" is not an amount of money'),
    ],
)
def test_a_line_that_cannot_be_taken_is_shown_again_below_its_reason(
    household: Run, editor: Editor, typed: str, reason: str, drafts: Drafts
) -> None:
    name = "Dollars" if typed.startswith("Dollars") else "Checking"
    editor.types([(f"^{name}.*", typed), ("200.00", "210")], [])
    told = household(*EDIT)
    assert editor.rounds == 2
    shown = editor.shown(1)
    (at,) = [number for number, line in enumerate(shown) if line.startswith("#! ")]
    assert shown[at].startswith(f"#! {reason}. ")
    assert shown[at + 1] == typed.splitlines()[-1]
    assert [line for line in shown if "210" in line]
    # It came back as it was: nobody is asked for ever, and what they typed is there.
    (draft,) = drafts()
    assert told.exit_code == (5 if name == "Dollars" else 7)
    assert reason in told.stderr.splitlines()[-2]
    assert told.stderr.splitlines()[-1].startswith(f"  What you typed is kept in {draft}. ")
    assert b"210" in draft.read_bytes()
    assert values(household) == BEFORE


def test_what_is_mended_is_recorded_with_all_else_that_was_typed(
    household: Run, editor: Editor, drafts: Drafts
) -> None:
    editor.types(
        [("= 1100.00", "= 1.150"), ("200.00", "210"), ("^Dollars.*", "Dollars = 100 USD")],
        [(r"= 1\.150", "= 1150")],
        [("100 USD", "100 USD @ 0.95")],
    )
    told = household(*EDIT)
    assert told.exit_code == 0
    assert [line for line in editor.shown(2) if line.startswith("#!")] == [
        "#! there is no rate from USD to EUR in 2026-10."
        " Write it behind the value: 1234.56 USD @ RATE"
    ]
    assert values(household) == {"Checking": "1150.00", "Visa": "-210.00", "Dollars": "95.00"}
    assert drafts() == []


def test_a_frozen_rate_stays_with_a_value_that_is_corrected(household: Run, editor: Editor) -> None:
    editor.types([("= 100.00", "= 200")])
    household("snapshot", "edit", "--month", "2026-09", "--editor")
    assert values(household, "2026-09")["Dollars"] == "180.00"  # 200 at 0.9


# -- slips


def test_a_debt_with_a_minus_needs_a_yes(household: Run, editor: Editor, drafts: Drafts) -> None:
    editor.types([("= 200.00", "= -200.00")])
    told = household(*EDIT)
    (draft,) = drafts()
    assert told.exit_code == 1
    assert told.stderr.splitlines()[1:] == [
        'finally: "Visa" is a debt, and what is owed is typed without a minus: -200.00 would mean'
        " that you are owed 200.00",
        f"  What you typed is kept in {draft}. Type 200.00; if you are owed it, say --yes.",
    ]
    assert household(*EDIT, "--yes").exit_code == 0
    assert values(household)["Visa"] == "200.00"


def test_a_value_ten_times_the_last_one_is_noted_where_nobody_can_be_asked(
    household: Run, editor: Editor
) -> None:
    editor.types([("= 1100.00", "= 11000"), ("= 200.00", "= x")], [("= x", "= 210")])
    (note,) = household(*EDIT, "--json").json["notes"]
    assert note["message"] == '"Checking" was 1,000.00, and 11,000.00 is about ten times that.'


def test_a_month_far_ahead_is_asked_about_before_anything_is_opened(
    household: Run, editor: Editor
) -> None:
    editor.types([])
    told = household("snapshot", "edit", "--month", "2027-10", "--editor")
    assert (told.exit_code, editor.rounds) == (1, 0)


# -- names


def test_any_name_can_be_edited(
    household: Run, editor: Editor, books: psycopg.Connection[Any]
) -> None:
    names = ['a = "b" #1', "#2", '"', "  blanks  inside ", "x@y", "-5", "Ünï ﷽", "2026-10"]
    for name in names:
        household("snapshot", "add", name, "10", "--category", "CRYPTO", "--month", "2026-10")
    editor.types([("= 10.00", "= 12")])
    assert len(household(*EDIT, "--json").json["rows"]) == len(names)
    assert '"a = ""b"" #1" = 10.00 EUR    # no earlier value' in editor.shown()
    assert {values(household)[name.strip()] for name in names} == {"12.00"}


def test_a_name_that_cannot_be_shown_as_it_is_stands_as_its_id(
    household: Run, editor: Editor, books: psycopg.Connection[Any]
) -> None:
    household("snapshot", "add", "Hidden", "10", "--category", "CRYPTO", "--month", "2026-10")
    for row in list_rows(household, "asset"):
        if row["asset"] == "Hidden":
            start = row["id"][:8]
    household("asset", "edit", "Hidden", "--name", "left\u202eright")
    editor.types([("= 10.00", "= 12")])
    told = household(*EDIT)
    (line,) = [line for line in editor.shown() if line.startswith(start)]
    assert line == f'{start} = 10.00 EUR    # "left\\u202eright", no earlier value'
    assert told.stdout == ('Recorded "left\\u202eright" at 12.00 EUR for 2026-10; it was 10.00.\n')


def test_a_line_may_name_an_asset_in_other_cases_or_by_its_id(
    household: Run, editor: Editor
) -> None:
    start = {row["asset"]: row["id"][:8] for row in list_rows(household, "asset")}["Visa"]
    editor.types([("^Checking.*", "CHECKING=1150"), ("^Visa.*", f"{start}=210")])
    household(*EDIT)
    assert values(household) == {"Checking": "1150.00", "Visa": "-210.00"}


def test_a_closed_asset_is_there_in_the_month_of_its_last_value(
    household: Run, editor: Editor
) -> None:
    household("asset", "close", "Checking", "--month", "2026-10")
    editor.types([("1100.00", "1150")])
    household(*EDIT)
    assert values(household)["Checking"] == "1150.00"


def test_a_text_with_the_line_ends_and_mark_of_another_system_is_read(
    household: Run, editor: Editor
) -> None:
    editor.types([("1100.00 EUR", "1150\r"), (r"\A", "\ufeff")])
    household(*EDIT)
    assert values(household)["Checking"] == "1150.00"


# -- what else can be wrong


@pytest.mark.parametrize(
    ("command", "message", "hint"),
    [
        ("false", 'the editor "false" ended with exit code 1', "Nothing was changed."),
        ("kill -9 $$;", "the editor \"kill -9 $$;\" ended with signal 9",
         "Nothing was changed."),
        ("no-such-editor -w", 'there is no editor "no-such-editor -w" here',
         "Name another one in EDITOR, such as EDITOR=nano."),
        ("$HOME/no-such-editor", 'there is no editor "$HOME/no-such-editor" here',
         "Name another one in EDITOR, such as EDITOR=nano."),
        ("rm", "the editor has left no file to read: No such file or directory",
         "Nothing was changed."),
    ],
)  # fmt: skip
def test_an_editor_that_fails_or_is_not_there_changes_nothing(
    household: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch, drafts: Drafts,
    command: str, message: str, hint: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("EDITOR", command)
    told = household(*EDIT, "--quiet")
    assert told == refusal(1, message, hint)
    assert drafts() == []


def test_an_editor_that_fails_after_it_has_saved_leaves_the_text(
    household: Run, editor: Editor, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sh -c 'echo more >> \"$0\"; exit 1'")
    assert "What you typed is kept in " in household(*EDIT).stderr
    (draft,) = drafts()
    assert draft.read_text().endswith("more\n")


def test_visual_goes_before_editor_and_its_output_is_no_data(
    household: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "cat --")
    told = household(*EDIT, "--json")
    assert told.json["rows"] == []


def test_without_a_terminal_an_editor_must_have_been_named(
    household: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", " ")
    assert household(*EDIT) == refusal(
        1,
        "there is no terminal to edit on",
        "Name an editor that needs none in EDITOR, or give assets and values:"
        " finally snapshot add NAME=VALUE ...",
    )


def test_it_goes_with_no_value_of_one_asset_and_no_key(household: Run, editor: Editor) -> None:
    for more in (("Checking",), ("--value", "5"), ("--note", ""), ("--idempotency-key", "k")):
        assert household(*EDIT, *more).exit_code == 2
    assert household("snapshot", "edit").exit_code == 2
    assert editor.rounds == 0


def test_where_there_is_no_asset_nothing_is_opened(run: Run, editor: Editor) -> None:
    assert run(*EDIT) == refusal(
        1,
        "no asset is open in 2026-10, and there is no value to edit",
        "Record the first one: finally snapshot add Checking 1000 --category CASH --month 2026-10",
    )


# -- in processes of their own, where something else happens while somebody types


@pytest.fixture
def program(server: Server, fresh_database: str, tmp_path: Path, editor: Editor) -> Program:
    """The program on a household with three assets that have values in 2026-10."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(HOUSEHOLD)
        connection.commit()
    settings = {
        "FINALLY_DSN": server.dsn(fresh_database),
        "EDITOR": editor.command,
        "TMPDIR": str(tmp_path / "drafts"),
    }
    return Program(tmp_path, settings)


def add(name: str, value: str) -> tuple[str, str]:
    """Another command, while the text is open."""
    command = f"'{sys.executable}' -m finally_cli snapshot add {name} {value} --month 2026-10"
    return "!", command


def test_what_another_command_changed_meanwhile_is_not_overwritten(
    program: Program, editor: Editor, drafts: Drafts
) -> None:
    editor.types(
        [add("Checking", "1300"), ("1000.00", "1200"), ("= 500.00", "= 480")],
        [add("Checking", "1300")],
    )
    told = program(*EDIT, "--json")
    error = json.loads(told.stderr.splitlines()[-1])
    (draft,) = drafts()
    assert (told.exit_code, error["code"], error["kept"]) == (6, "CHANGED_MEANWHILE", str(draft))
    assert error["message"] == (
        '"Checking" is 1,300.00 EUR now: another command changed it while you typed'
    )
    assert kept(program, "2026-10") == {
        "Checking": ("1300.00", False), "Dollars": ("90.00", False), "Mortgage": ("-500.00", False),
    }  # fmt: skip


def test_a_line_that_was_not_touched_follows_what_another_command_changed(
    program: Program, editor: Editor
) -> None:
    """Also after the text was opened again because of another line."""
    editor.types(
        [add("Checking", "1300"), add("Mortgage", "490"), ("= 500.00", "= 480")],
        [("^Mortgage.*", "Mortgage = 470")],
    )
    assert program(*EDIT).stdout.endswith(
        'Recorded "Mortgage" at -470.00 EUR for 2026-10; it was -490.00.\n'
    )
    assert kept(program, "2026-10") == {
        "Checking": ("1300.00", False), "Dollars": ("90.00", False), "Mortgage": ("-470.00", False),
    }  # fmt: skip


def test_nothing_is_locked_while_somebody_types(program: Program, editor: Editor) -> None:
    """A command that waits for a lock would fail within the editor."""
    editor.types([add("Mortgage", "490"), ("1000.00", "1200")])
    assert program(*EDIT).exit_code == 0
    assert kept(program, "2026-10")["Checking"] == ("1200.00", False)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE asset_inputs SET total = 7 WHERE asset_id = %(id)s AND month = 10",
        "DELETE FROM asset_inputs WHERE asset_id = %(id)s AND month = 10",
        "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
        " VALUES (current_user_id(), %(id)s, 2026, 12, 7)",
    ],
)
def test_once_it_is_compared_nobody_else_changes_a_value(
    server: Server, program: Program, change: str
) -> None:
    """Until it is written: between the two there would be a moment in which one overwrites."""
    dbname = program.settings["FINALLY_DSN"].split("dbname=")[1].split()[0]
    everyday = EmbeddedServer.EVERYDAY
    with (
        closing(server.connect(dbname, everyday)) as ours,
        closing(server.connect(dbname, everyday)) as theirs,
    ):
        with closing(server.connect(dbname)) as owner:
            ann = owner.execute("SELECT id::text FROM users").fetchone()
            asset = owner.execute("SELECT id FROM assets WHERE asset_name = 'Checking'").fetchone()
        assert ann
        assert asset
        for connection in (ours, theirs):
            connection.execute("SELECT set_config('finally.user_id', %s, true)", ann)
        month = "2026-12-01" if "INSERT" in change else "2026-10-01"
        ours.execute(body("snapshot/lock"), {"user_id": ann[0], "ids": [asset[0]], "month": month})
        theirs.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            theirs.execute(change, {"id": asset[0]})


def test_all_that_was_changed_is_one_event_and_taken_back_as_one(
    program: Program, editor: Editor
) -> None:
    before = kept(program, "2026-10")
    editor.types([("1000.00", "1200"), ("= 500.00 EUR", "= 480"), ("= 100.00 USD", "=")])
    program(*EDIT, "--yes")
    changed = {"Checking": ("1200.00", False), "Mortgage": ("-480.00", False)}
    assert kept(program, "2026-10") == changed
    assert program("undo").exit_code == 0
    assert kept(program, "2026-10") == before


def test_the_text_is_private(program: Program, editor: Editor, tmp_path: Path) -> None:
    seen = tmp_path / "modes"
    program.settings["EDITOR"] = f'sh -c \'stat -c %a "$0" "${{0%/*}}" > {seen}\''
    program(*EDIT)
    assert seen.read_text().split() == ["600", "700"]


def test_in_a_terminal_a_slip_and_a_deletion_are_asked_about(
    program: Program, editor: Editor
) -> None:
    editor.types([("1000.00", "10000"), ("= 500.00 EUR", "=")], [("10000", "1100")])
    with PseudoTerminal(program, *EDIT) as terminal:
        terminal.until("10,000.00 is ten times that. Is that right? [y/N] ")
        terminal.type("n\n")
        terminal.until('Delete the value of "Mortgage" in 2026-10, -500.00? [y/N] ')
        terminal.type("y\n")
        assert "Deleted the value" in terminal.rest()
        assert terminal.ended() == 0
    assert [line for line in editor.shown(1) if line.startswith("#!")] == [
        '#! 10,000.00 is not what "Checking" is worth. Correct it.'
    ]
    assert kept(program, "2026-10") == {
        "Checking": ("1100.00", False), "Dollars": ("90.00", False),
    }  # fmt: skip


def test_in_a_terminal_one_may_stand_by_what_one_typed(program: Program, editor: Editor) -> None:
    editor.types([add("Checking", "1300"), ("1000.00", "1200")], [])
    with PseudoTerminal(program, *EDIT) as terminal:
        terminal.until("Record yours all the same? [y/N] ")
        terminal.type("y\n")
        terminal.rest()
        assert terminal.ended() == 0
    assert kept(program, "2026-10")["Checking"] == ("1200.00", False)


def test_who_is_ended_while_an_editor_is_open_leaves_the_text_and_says_where(
    program: Program, drafts: Drafts, tmp_path: Path
) -> None:
    here, gone = tmp_path / "here", tmp_path / "gone"
    program.settings["EDITOR"] = (
        f"sh -c 'echo mine >> \"$0\"; touch {here}; until [ -e {gone} ]; do sleep 0.05; done'"
    )
    process = program.start(*EDIT)
    while not here.exists():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    gone.touch()
    _, said = process.communicate(timeout=60)
    (draft,) = drafts()
    assert process.returncode == 130
    assert said.splitlines()[-2:] == [
        "finally: ended by SIGTERM: nothing was changed",
        f"  What you typed is kept in {draft}.",
    ]
    assert draft.read_text().endswith("mine\n")
