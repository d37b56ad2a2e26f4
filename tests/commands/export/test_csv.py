"""finally export csv: what each list has, in files that are read again."""

from __future__ import annotations

import csv
import io
import signal
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import Run
from tests.support.processes import Program, PseudoTerminal
from tests.support.thoroughness import KILLS

LISTS = {
    "assets": ("asset", "list", "--all"),
    "values": ("snapshot", "list"),
    "incomes": ("income", "list"),
    "expenses": ("expense", "list"),
    "budgets": ("budget", "list"),
    "budget_moves": ("budget", "moves"),
    "policies": ("budget", "policy"),
    "targets": ("target", "history"),
    "rates": ("fx", "list"),
    "caps": ("marketcap", "list"),
    "prices": ("price", "list"),
    "recurring": ("recurring", "list", "--all"),
    "rules": ("rule", "list"),
    "goals": ("goal", "list", "--all"),
    "imports": ("import", "list"),
    "categories": ("category", "list"),
}
OTHERS = {"sources", "bank_rows"}  # with more in them than a list shows


def zipped(file: Path) -> dict[str, str]:
    """The texts of a zip by the names of its files."""
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def in_folder(folder: Path) -> dict[str, str]:
    return {file.name: file.read_bytes().decode() for file in folder.iterdir()}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_file_is_what_its_list_prints(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.zip"
    done = look("export", "csv", "-o", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith('Wrote "')
    texts = zipped(file)
    assert set(texts) == {f"{name}.csv" for name in (*LISTS, *OTHERS)}
    for name, words in LISTS.items():
        assert texts[f"{name}.csv"] == look(*words, "--csv").stdout, name
    folder = tmp_path / "books"
    assert look("export", "csv", "-o", f"{folder}/", "--json").json["rows"] == [
        {"format": "csv", "file": f"{folder}/", "bytes": len("".join(texts.values()).encode())}
    ]
    assert in_folder(folder) == texts
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_bank_row_stands_beside_what_became_of_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "giro.csv").write_text(
        "date,amount,text\n2026-10-05,-42.50,=REWE\n2026-10-06,-9.00,Kiosk\n2026-11-02,-1,Late\n"
    )
    run("source", "add", "Giro", "--account", "DE89370400440532013000")
    run("rule", "add", "rewe", "--category", "food")
    done = run("import", "bank", str(tmp_path / "giro.csv"), "--source", "Giro")
    assert done.exit_code in (0, 3), done.stderr
    run("export", "csv", "-o", f"{tmp_path}/out", "--what", "imports,sources", "--to", "2026-10")
    texts = in_folder(tmp_path / "out")
    assert set(texts) == {"imports.csv", "bank_rows.csv", "sources.csv"}
    assert [
        (row["day"], row["amount"], row["text"], row["becomes"], row["source"], row["line"])
        for row in rows_of(texts["bank_rows.csv"])
    ] == [
        ("2026-10-05", "-42.50", "'=REWE", "FOOD", "Giro", "2"),
        ("2026-10-06", "-9.00", "Kiosk", "inbox", "Giro", "3"),
    ]
    assert rows_of(texts["sources.csv"])[0]["account_key"] == "DE89370400440532013000"


def test_some_months_and_some_parts(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.zip"
    some = ("--what", "values,items,rates", "--from", "2026-03", "--to", "2026-Q2")
    assert look("export", "csv", "-o", str(file), *some).exit_code == 0
    texts = zipped(file)
    assert list(texts) == ["values.csv", "incomes.csv", "expenses.csv", "rates.csv"]
    for text in texts.values():
        assert {row["month"] for row in rows_of(text)} <= {f"2026-0{n}" for n in (3, 4, 5, 6)}
        assert rows_of(text)
    refused = look("export", "csv", "-o", str(file), "--what", "value", "--json").error
    assert (refused["exit"], refused["code"]) == (2, "USAGE")
    assert look("export", "csv", "--from", "2026-03", "--to", "2026-02").exit_code == 2


def test_empty_books_are_headers(run: Run, tmp_path: Path) -> None:
    run("export", "csv", "-o", f"{tmp_path}/out")
    texts = in_folder(tmp_path / "out")
    for name in (set(LISTS) | OTHERS) - {"policies", "categories"}:
        assert texts[f"{name}.csv"].count("\n") == 1, name


HOSTILE = [
    '=HYPERLINK("http://x")', "+1 555", "-5", "@SUM(1)", "'=1", "a,b;c", 'say "hi"', "CON",
    "../../etc/passwd", "[bold]x[/bold]", "<r>&amp;</r>", "Ünïcode 漢字 😀", "%(name)s {0} $x",
]  # fmt: skip
NOTES = [*HOSTILE, "two\nlines", "\ttab", "\r", "=1\n=2"]


def test_what_goes_out_comes_in_again(run: Run, tmp_path: Path) -> None:
    """Into books of somebody else: every list that an import reads is then the same but for ids."""
    for place, name in enumerate(HOSTILE):
        category = "MORTGAGE" if place == 3 else "CASH"
        run("asset", "add", "--category", category, "--", name)
        assert (
            run("snapshot", "add", "--month", "2026-10", "--", name, f"{place}.25").exit_code == 0
        )
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("snapshot", "add", "Dollars", "1234.5678", "--rate", "0.8547", "--month", "2026-09")
    run("snapshot", "carry", "--month", "2026-10")
    run("snapshot", "add", "Dollars", "99999999999999.99", "--rate", "1", "--month", "2026-08")
    for place, note in enumerate(NOTES):
        amount = f"-{place}.5" if place % 2 else f"{place}.125"
        date = ("--date", "2026-10-05") if place % 3 else ("--month", "2026-10")
        run("expense", "add", amount, "food", "--note", note, *date)
        run("income", "add", amount, "salary", "--note", note, *date)
    run("budget", "set", "food", "400", "--month", "2026-10")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    first, second = tmp_path / "ann", tmp_path / "bob"
    assert run("export", "csv", "-o", str(first), "--user", "ann").exit_code == 0
    for line in (
        f"import snapshots {first}/values.csv --create-assets --yes",
        f"import expenses {first}/expenses.csv",
        f"import income {first}/incomes.csv",
        f"import budgets {first}/budgets.csv",
    ):
        done = run(*line.split(), "--user", "bob")
        assert done.exit_code == 0, done.stderr
    assert run("export", "csv", "-o", str(second), "--user", "bob").exit_code == 0
    before, after = in_folder(first), in_folder(second)
    for name in ("values", "expenses", "incomes", "budgets"):
        rows = [
            sorted(
                tuple(cell for column, cell in row.items() if column != "id")
                for row in rows_of(texts[f"{name}.csv"])
            )
            for texts in (before, after)
        ]
        assert rows[0] == rows[1], name
        assert rows[0]
    assert len(rows_of(before["values.csv"])) == len(HOSTILE) + 3
    cells = [cell for text in before.values() for row in rows_of(text) for cell in row.values()]
    run_by_a_spreadsheet = [
        cell
        for cell in cells
        if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not cell[1:].replace(".", "").isdigit()
    ]
    assert run_by_a_spreadsheet == []
    assert '\'=HYPERLINK("http://x")' in cells


def test_stdout_gets_the_same_zip_each_time(sample_dsn: str, tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"})
    written = []
    for name, words in (("one.zip", ()), ("two.zip", ("-o", "/dev/stdout"))):
        with (tmp_path / name).open("wb") as stream:
            process = program.start("export", "csv", *words, stdout=stream)
            process.communicate()
            assert process.returncode == 0
        written.append((tmp_path / name).read_bytes())
    assert program("export", "csv", "-o", "three.zip", TZ="Asia/Tokyo").exit_code == 0
    assert written == [(tmp_path / "three.zip").read_bytes()] * 2
    with PseudoTerminal(program, "export", "csv") as terminal:
        while terminal.read():
            pass
        assert terminal.process.wait() == 2
        assert "-o FILE" in terminal.shown
        assert "PK" not in terminal.shown


def test_excel_is_told_the_encoding_where_that_is_asked_for(look: Run, tmp_path: Path) -> None:
    look("export", "csv", "-o", f"{tmp_path}/plain", "--what", "rates")
    look("export", "csv", "-o", f"{tmp_path}/bom", "--what", "rates", "--bom")
    plain, marked = ((tmp_path / name / "rates.csv").read_bytes() for name in ("plain", "bom"))
    assert marked == b"\xef\xbb\xbf" + plain


def test_a_folder_of_somebody_is_left_alone(look: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear diary")
    (folder / "values.csv").write_text("old")
    (folder / "values.csv").chmod(0o640)
    (folder / "rates.csv").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("not mine")
    refused = look("export", "csv", "-o", str(folder), "--json").error
    assert (refused["exit"], refused["code"]) == (6, "FOLDER_NOT_EMPTY")
    assert (folder / "values.csv").read_text() == "old"
    done = look("export", "csv", "-o", str(folder), "--force", "--what", "values,rates")
    assert done.exit_code == 0
    assert {file.name for file in folder.iterdir()} == {"diary.txt", "values.csv", "rates.csv"}
    assert (folder / "diary.txt").read_text() == "dear diary"
    assert (folder / "values.csv").read_text() == look("snapshot", "list", "--csv").stdout
    assert (folder / "values.csv").stat().st_mode & 0o777 == 0o640
    assert not (folder / "rates.csv").is_symlink()
    assert (tmp_path / "elsewhere").read_text() == "not mine"


def test_the_folder_one_stands_in_stays_the_same(
    look: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert look("export", "csv", "-o", ".", "--what", "rates").exit_code == 0
    assert [file.name for file in Path().iterdir()] == ["rates.csv"]


@pytest.mark.parametrize(
    ("output", "exit_code", "code"),
    [
        ("books.csv", 2, "USAGE"),
        ("", 2, "USAGE"),
        ("file", 6, "NOT_A_FOLDER"),
        ("file/", 6, "NOT_A_FOLDER"),
        ("there.zip", 6, "FILE_EXISTS"),
        ("none/books/", 5, "NO_FOLDER"),
        ("none/books.zip", 5, "NO_FOLDER"),
        ("file/books", 5, "NO_FOLDER"),
        ("x" * 300, 12, "NOT_WRITABLE"),
        ("/dev/full", 13, "DISK_FULL"),
        ("busy", 6, "FOLDER_NOT_EMPTY"),
    ],
)
def test_a_bad_place_is_said(
    output: str, exit_code: int, code: str, look: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "there.zip").touch()
    (tmp_path / "busy").mkdir()
    (tmp_path / "busy" / "caps.csv").mkdir()
    refused = look("export", "csv", "-o", output, "--json").error
    assert (refused["exit"], refused["code"]) == (exit_code, code)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["busy", "file", "there.zip"]
    assert (tmp_path / "there.zip").read_bytes() == b""


def test_a_folder_where_a_file_is_to_be_is_said_before_anything_is_replaced(
    look: Run, tmp_path: Path
) -> None:
    (tmp_path / "caps.csv").mkdir()
    (tmp_path / "values.csv").write_text("old")
    refused = look("export", "csv", "-o", str(tmp_path), "--force", "--json").error
    assert (refused["exit"], refused["code"]) == (6, "NOT_A_FILE")
    assert (tmp_path / "values.csv").read_text() == "old"
    assert {file.name for file in tmp_path.iterdir()} == {"caps.csv", "values.csv"}


@pytest.mark.parametrize("output", ["books/", "books.zip"])
def test_killed_it_leaves_nothing_of_that_name_or_all(
    output: str, sample_dsn: str, tmp_path: Path
) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"})
    started = time.monotonic()
    assert program("export", "csv", "-o", "whole.zip").exit_code == 0
    took = time.monotonic() - started
    whole = zipped(tmp_path / "whole.zip")
    place = tmp_path / output
    for kill in range(KILLS):
        process = program.start("export", "csv", "-o", output, "--force")
        time.sleep(took * (0.5 + kill / (2 * KILLS)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if place.exists():
            assert (in_folder(place) if place.is_dir() else zipped(place)) == whole
            break
