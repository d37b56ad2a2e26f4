"""docs/scripting.md lists every code that a failure can have, under its exit code.

The codes are read from the source: of each failure that is made, and of each that a rule of the
schema or a state of the server is translated to. `pytest --update-golden` writes the list.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    handing_on = {name: kind for tree in trees for name, kind in functions_with_a_code(tree)}
    for tree in trees:
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for exit_code, value in said_codes(tree, handing_on):
            named = constants.get(value.id) if isinstance(value, ast.Name) else None
            code = str(value.value if isinstance(value, ast.Constant) else named)
            if re.fullmatch(r"[A-Z][A-Z0-9_]+", code):
                found[exit_code].add(code)
    return found


def functions_with_a_code(tree: ast.Module) -> Iterator[tuple[str, type[FinallyError]]]:
    """The functions that are given the code of a failure that they make, and its kind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "code" in ast.unparse(node.args):
            for call in ast.walk(node):
                match call:
                    case ast.Call(func=ast.Name(name), keywords=keywords) if name in FAILURES:
                        if any(ast.unparse(word) == "code=code" for word in keywords):
                            yield node.name, FAILURES[name]


def said_codes(
    tree: ast.Module, handing_on: Mapping[str, type[FinallyError]]
) -> Iterator[tuple[ExitCode, ast.AST]]:
    """Whatever may be a code in a module, with the exit code of its failure."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(name), keywords=words) if name in FAILURES:
                kind, said = FAILURES[name], [word.value for word in words if word.arg == "code"]
            case ast.Call(func=ast.Name(name), args=said, keywords=words) if name in handing_on:
                kind, said = handing_on[name], [*said, *(word.value for word in words)]
            case ast.FunctionDef(name=name, args=arguments) if name in handing_on:
                kind, said = handing_on[name], arguments.defaults
            case ast.Tuple(elts=[ast.Name(name), code, *_]) if name in FAILURES:
                kind, said = FAILURES[name], [code]
            case ast.ClassDef(name, [ast.Name(base)], body=body) if (
                base in FAILURES and name not in FAILURES
            ):
                kind = FAILURES[base]
                lines = [line for line in body if isinstance(line, ast.Assign)]
                said = [line.value for line in lines if ast.unparse(line.targets[0]) == "code"]
            case _:
                continue
        for whole in said:
            yield from ((kind.exit_code, part) for part in ast.walk(whole))


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
