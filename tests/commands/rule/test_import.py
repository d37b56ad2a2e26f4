"""finally rule export and import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support.outcomes import list_rows


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules.toml"


def without_ids(run: Run, *user: str) -> list[dict[str, object]]:
    return [row | {"id": None} for row in list_rows(run, "rule", *user)]


def test_exported_rules_come_back_as_they_were(household: Run, file: Path) -> None:
    household("rule", "add", "--regex", r"^a\.\"b\"$", "--category", "income:other", "--in")
    household("rule", "add", "netflix", "--ignore", "--amount", "9.99")
    before = without_ids(household)
    shown = household("rule", "export")
    file.write_text(shown.stdout)
    again = household("rule", "import", "rules.toml")
    assert again.stdout == "Added 0 rules; 7 passed over, which are there already.\n"
    for _ in before:
        household("rule", "delete", "1", "--yes")
    assert household("rule", "import", "rules.toml").stdout == "Added 7 rules.\n"
    assert without_ids(household) == before
    assert household("rule", "export").stdout == shown.stdout


def test_what_a_file_says_is_as_a_person_would_write_it(run: Run) -> None:
    run("rule", "add", "rewe", "--category", "food", "--sub", "groceries", "--amount", "10..50.5")
    run("rule", "add", "x", "--transfer", "--out")
    assert run("rule", "export").stdout == (
        "[[rules]]\n"
        'words = "rewe"\n'
        'amount = "10..50.5"\n'
        'category = "expense:FOOD/GROCERIES"\n'
        "\n"
        "[[rules]]\n"
        'words = "x"\n'
        'direction = "out"\n'
        "transfer = true\n"
    )


def test_all_that_is_wrong_is_listed_and_nothing_is_added(run: Run, file: Path) -> None:
    file.write_text(
        '[[rules]]\nwords = "good"\nignore = true\n'
        '[[rules]]\nwords = "a"\ncategory = "YACHTS"\n'
        '[[rules]]\nwords = "b"\nignore = true\nsource = "Giro"\n'
        '[[rules]]\nwords = "c"\ncontribution = "Boat"\n'
        '[[rules]]\nregex = "(?=x)"\nignore = true\n'
        '[[rules]]\nwords = "d"\n'
        '[[rules]]\nwords = "e"\nignore = "yes"\n'
        '[[rules]]\nwords = "f"\ncolour = "red"\n'
        '[[rules]]\nwords = "g"\nregex = "g"\nignore = true\n'
    )
    done = run("rule", "import", "rules.toml")
    assert (done.exit_code, done.stdout) == (7, "")
    assert done.stderr.splitlines() == [
        'rule 2: there is no category "YACHTS"',
        'rule 3: there is no source named "Giro"',
        'rule 4: there is no asset named "Boat"',
        "rule 5: RE2 does not take /(?=x)/: invalid perl operator: (?=",
        "rule 6: it does not say what its rows become",
        'rule 7: "ignore" is true or left out',
        'rule 8: "colour" is nothing that a rule says',
        "rule 9: it has words or a regex, and one of them",
        'finally: 8 rules of "rules.toml" cannot be added; none was',
        "  Mend them in the file, or add what they name, and import it again.",
    ]
    assert list_rows(run, "rule") == []


def test_a_rule_of_the_same_rows_stays_as_it_is_and_is_named(run: Run, file: Path) -> None:
    run("rule", "add", "Rewe", "--category", "food")
    file.write_text('[[rules]]\nwords = "rewe"\nignore = true\n')
    done = run("rule", "import", "rules.toml")
    assert done.stdout.splitlines()[1] == (
        'Rule 1 of the file is of the same rows as rule 1: "Rewe" → FOOD.'
    )
    assert [row["becomes"] for row in list_rows(run, "rule")] == ["FOOD"]


@pytest.mark.parametrize("content", [b"rules", b"[a]\n", b"rules = 3\n", b"\xff\xfe\x00", b""])
def test_a_file_of_something_else_is_refused(run: Run, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    done = run("rule", "import", "rules.toml", "--json")
    assert (done.exit_code, done.error["exit"]) == (7, 7)
