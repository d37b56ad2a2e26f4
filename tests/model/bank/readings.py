"""What a reader says of bytes, in the shapes that tests look at."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from finally_cli.model.bank.detect import HEAD, detect
from finally_cli.model.bank.read import open_reading
from finally_cli.model.bank.rows import BadRow, Balance, BankRow, Remark, Said, Section

IMPORTS = Path(__file__).parents[2] / "data" / "imports"


def read(content: bytes, **options: str | None) -> list[Said]:
    """All that is said of a file, in the format that it is seen to be."""
    return list(open_reading(BytesIO(content), detect(content[:HEAD]), **options))


def read_text(content: str, **options: str | None) -> list[Said]:
    return read(content.encode(), **options)


def rows(said: Sequence[Said]) -> list[BankRow]:
    """Those that are booked."""
    return [one for one in said if isinstance(one, BankRow) and not one.pending]


def bad_rows(said: Sequence[Said]) -> list[BadRow]:
    return [one for one in said if isinstance(one, BadRow)]


def balances(said: Sequence[Said]) -> list[tuple[str, str, Decimal]]:
    return [(one.kind, str(one.day), one.amount) for one in said if isinstance(one, Balance)]


def sections(said: Sequence[Said]) -> list[Section]:
    return [one for one in said if isinstance(one, Section)]


def remarks(said: Sequence[Said]) -> list[str]:
    """Their codes."""
    return [one.code for one in said if isinstance(one, Remark)]
