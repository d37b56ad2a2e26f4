"""Finding .sql files and tying each to the dataclass its rows become."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, LiteralString, TypeVar

Row_co = TypeVar("Row_co", covariant=True)
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Statement(Generic[Row_co]):
    """A file under sql/, named without its ending, and the dataclass of its rows."""

    name: str
    row: type[Row_co]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRows:
    """Nothing comes back: the statement is run for what it does."""


@cache
def sql_root() -> Path:
    """sql/ inside the package once installed, beside it in a checkout."""
    installed = PACKAGE / "sql"
    return installed if installed.is_dir() else PACKAGE.parent / "sql"


@cache
def body(name: str) -> LiteralString:
    """The statement without its header, whose words could hold a `%`.

    Safe to call a literal: it is read from our own files, and values only ever travel beside it.

    >>> body("db/session").split()[0]
    'WITH'
    """
    lines = (sql_root() / f"{name}.sql").read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    return "".join(lines[start:])


@cache
def schema_version() -> int:
    """The schema this program needs: as many migrations as there are files."""
    return sum(1 for _ in (sql_root() / "migrations").glob("*.sql"))
