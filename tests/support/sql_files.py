"""The statements under sql/ as the house reads them, and who in the code names them."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import finally_cli
from finally_cli.store.statements import Statement, sql_root

PACKAGE = Path(finally_cli.__file__).parent
NO_STATEMENTS = ("migrations", "data")  # folders of sql/
LINE = re.compile(r"-- (param|row  ) +(\w+) +([a-z]+(?: [a-z]+)*(?:\[\])?)(\??)(?:  +(\S.*))?")
NEEDS = re.compile(r"-- needs  +([a-z_]+/[a-z_]+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Field:
    """A parameter or a result column, as the header says."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True)
class SqlFile:
    """One statement's file. `needs` names those to run before it on the same connection."""

    path: Path
    name: str
    header: tuple[str, ...]
    body: str

    @property
    def params(self) -> list[Field]:
        return self.fields("param")

    @property
    def rows(self) -> list[Field]:
        return self.fields("row  ")

    @property
    def needs(self) -> list[str]:
        return [found[1] for line in self.header if (found := NEEDS.fullmatch(line))]

    def fields(self, word: str) -> list[Field]:
        found = filter(None, map(LINE.fullmatch, self.header))
        return [Field(f[2], f[3], bool(f[4])) for f in found if f[1] == word]

    @property
    def numbered(self) -> bytes:
        """The body as the server's own protocol takes it: $1 for the first parameter, and so on."""
        order = [param.name for param in self.params]
        text = PLACEHOLDER.sub(lambda found: f"${order.index(found[1]) + 1}", self.body)
        return text.replace("%%", "%").encode()


@cache
def sql_files() -> dict[str, SqlFile]:
    """Every statement's file, by its name."""
    found = {}
    for path in sorted(sql_root().glob("*/**/*.sql")):
        within = path.relative_to(sql_root())
        if within.parts[0] in NO_STATEMENTS:
            continue
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        end = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
        header = tuple(line.rstrip("\n") for line in lines[:end])
        name = within.with_suffix("").as_posix()
        found[name] = SqlFile(path, name, header, "".join(lines[end:]))
    return found


NAMES = list(sql_files())


@cache
def places() -> dict[str, list[str]]:
    """Where the code says Statement("…"), by the name it says."""
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("Statement"), args=[ast.Constant(str(name)), *_]):
                    found[name].append(f"{path.relative_to(PACKAGE.parent)}:{node.lineno}")
    return found


@cache
def statements() -> dict[str, Statement[Any]]:
    """Every Statement of the program, by its name."""
    found = {}
    for module in pkgutil.walk_packages(finally_cli.__path__, "finally_cli."):
        if not module.name.endswith("__main__"):
            for thing in vars(importlib.import_module(module.name)).values():
                if isinstance(thing, Statement):
                    found[thing.name] = thing
    return found
