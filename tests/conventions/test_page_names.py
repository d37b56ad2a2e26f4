"""What the pages for developers name is there: files, folders, functions, words of code.

The report that docs/architecture.md adds as an example is made of the page, and run.
"""

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

import finally_cli
from finally_cli.commands.group import app_of
from finally_cli.store import database, statements
from tests.conftest import Run

PACKAGE = Path(finally_cli.__file__).parent
ROOT = PACKAGE.parent
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
# Placeholders, and the command and the report that docs/architecture.md adds as an example.
EXAMPLE = re.compile(r"NOUN|VERB|NAME|OLD|rename|Rename|RENAME|fees")


def named_in(page: Path) -> list[str]:
    """What stands in backticks, but for examples."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    return [name for name in re.findall(r"(?<!`)`([^`]+)`(?!`)", text) if not EXAMPLE.search(name)]


@cache
def source() -> str:
    """All that a page can name a word of."""
    files = [
        *PACKAGE.rglob("*.py"),
        *(file for file in (ROOT / "tests").rglob("*.py") if file != Path(__file__)),
        *(ROOT / "sql").rglob("*.sql"),
        ROOT / "pyproject.toml",
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def is_there(name: str) -> bool:
    """Whether a name stands for something in this checkout. What is no name is always there."""
    if re.fullmatch(r"[\w.-]*/[\w./-]*|[\w-]+\.(?:py|sql|md|txt|toml)", name):
        homes = (ROOT, PACKAGE, PACKAGE / "commands", ROOT / "tests" / "conventions")
        return any((home / name).exists() for home in homes)
    if function := re.fullmatch(r"@?(?:\w+\.)*(\w+)\(\)|@(\w+)", name):
        return re.search(rf"\bdef {function[1] or function[2]}\b", source()) is not None
    if re.fullmatch(r"--[a-z-]+|\w+", name):
        return re.search(rf"(?<![\w-]){name}(?![\w-])", source()) is not None
    return True


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_what_it_names_is_there(page: Path) -> None:
    assert [name for name in named_in(page) if not is_there(name)] == []


def test_the_page_on_architecture_tells_of_every_convention() -> None:
    told = set(named_in(ROOT / "docs" / "architecture.md"))
    assert {file.name for file in Path(__file__).parent.glob("test_*.py")} - told == set()


def test_the_report_that_is_added_as_an_example_runs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (python,) = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (sql,) = re.findall(r"^```sql\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "fees.py").write_text(python, encoding="utf-8")
    name = "finally_cli.commands.report.fees"
    spec = importlib.util.spec_from_file_location(name, tmp_path / "fees.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    body = statements.body
    monkeypatch.setattr(database, "body", lambda name: sql if name == "report/fees" else body(name))
    for amount, kind in (("12", "bank_fees"), ("5", "broker_fees"), ("3.50", "bank_fees")):
        run("expense", "add", amount, kind, "--month", "2026-10")
    run("expense", "add", "99", "groceries", "--month", "2026-10")
    command: Any = typer.main.get_command(app_of(module, "fees"))
    command(args=["--month", "2026-10", "--csv"], standalone_mode=False)
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["name,amount", "Bank fees,15.50", "Broker and fund fees,5.00"]


def test_a_name_that_is_gone_is_noticed() -> None:
    assert is_there("store/session.py")
    gone = ["store/gone.py", "sql/gone", "gone_away()", "@gone_away", "GoneAway", "--gone-away"]
    assert [name for name in gone if is_there(name)] == []
