"""docs/scripting.md lists every code that a failure can have, under its exit code.

The codes are read from the source: of each failure that is made, and of each that a rule of the
schema or a state of the server is translated to. `pytest --update-golden` writes the list.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path
from textwrap import fill

import pytest

import finally_cli
from finally_cli.model import errors
from finally_cli.model.errors import ExitCode, FinallyError

PACKAGE = Path(finally_cli.__file__).parent
PAGE = PACKAGE.parent / "docs" / "scripting.md"
MARK = "<!-- error codes -->\n"
FAILURES = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, FinallyError)
}
# Codes that the source puts together: of an income and of an expense.
COMPOSED = {"INCOME_NOT_FOUND": ExitCode.NOT_FOUND, "EXPENSE_NOT_FOUND": ExitCode.NOT_FOUND}


def codes() -> dict[ExitCode, set[str]]:
    """Every code in the source of the package, by the exit code of its failure."""
    found: dict[ExitCode, set[str]] = defaultdict(set)
    for kind in FAILURES.values():
        found[kind.exit_code].add(kind.code)
    for code, exit_code in COMPOSED.items():
        found[exit_code].add(code)
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(name), keywords=keywords) if name in FAILURES:
                    exit_code = FAILURES[name].exit_code
                    said = [word.value for word in keywords if word.arg == "code"]
                case ast.Tuple(elts=[ast.Name(name), said_code, *_]) if name in FAILURES:
                    exit_code, said = FAILURES[name].exit_code, [said_code]
                case ast.ClassDef(name, [ast.Name(base)], body=body) if (
                    base in FAILURES and name not in FAILURES
                ):
                    exit_code = FAILURES[base].exit_code
                    said = [
                        line.value
                        for line in body
                        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code"
                    ]
                case _:
                    continue
            for value in (part for whole in said for part in ast.walk(whole)):
                named = constants.get(value.id) if isinstance(value, ast.Name) else None
                code = str(value.value if isinstance(value, ast.Constant) else named)
                if re.fullmatch(r"[A-Z][A-Z0-9_]+", code):
                    found[exit_code].add(code)
    return found


def as_list(found: dict[ExitCode, set[str]]) -> str:
    """The codes as they stand on the page, an item for each exit code."""
    items = (
        f"- **{exit_code.value}**: " + ", ".join(f"`{code}`" for code in sorted(found[exit_code]))
        for exit_code in sorted(found)
        if exit_code
    )
    return "".join(fill(item, width=105, subsequent_indent="  ") + "\n" for item in items)


def test_the_page_lists_every_code_under_its_exit_code(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, _, _ = text.partition(MARK)
    wanted = f"{before}{MARK}\n{as_list(codes())}"
    if request.config.getoption("--update-golden"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted


def test_the_page_says_what_every_exit_code_means() -> None:
    rows = re.findall(r"^\| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(row) for row in rows] == sorted(ExitCode)
