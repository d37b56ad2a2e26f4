"""The long and the wide form of the same values give the same books, whatever the values are."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.importing.csv_file import guard_formula
from finally_cli.model.text import fold_name, normalize
from tests.conftest import Run
from tests.support.thoroughness import examples

MONTHS = ["2000-01", "2025-12", "2026-01", "2026-10", "2100-12"]
NAMES = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" ,;\"'=-"),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip())
AMOUNTS = st.decimals(Decimal("-1e19"), Decimal("1e19"), places=4)
CELLS = st.dictionaries(st.sampled_from(MONTHS), AMOUNTS, min_size=1)
BOOKS = st.lists(
    st.tuples(NAMES, st.sampled_from(["CASH", "MORTGAGE"]), CELLS),
    min_size=1,
    max_size=6,
    unique_by=lambda asset: fold_name(asset[0].strip()),
)
Assets = list[tuple[str, str, dict[str, Decimal]]]
COLUMNS = ["asset", "month", "value", "category"]


def written(lines: list[list[str]], delimiter: str) -> str:
    stream = io.StringIO()
    guard = [[guard_formula(cell) for cell in line] for line in lines]
    csv.writer(stream, delimiter=delimiter).writerows(guard)
    return stream.getvalue()


def long(assets: Assets, order: list[str], delimiter: str) -> str:
    lines = [
        {"asset": name, "month": month, "value": f"{value:f}", "category": category}
        for name, category, cells in assets
        for month, value in cells.items()
    ]
    return written([order, *([line[column] for column in order] for line in lines)], delimiter)


def wide(assets: Assets, months: list[str], delimiter: str) -> str:
    header = ["asset", "category", *months]
    lines = [
        [name, category, *(f"{cells[month]:f}" if month in cells else "" for month in months)]
        for name, category, cells in assets
    ]
    return written([header, *lines], delimiter)


@examples(20)
@given(
    assets=BOOKS,
    order=st.permutations(COLUMNS),
    months=st.permutations(MONTHS),
    delimiters=st.tuples(st.sampled_from(",;\t"), st.sampled_from(",;\t")),
)
def test_long_and_wide_give_equal_books(
    run: Run,
    books: psycopg.Connection[Any],
    tmp_path_factory: Any,
    assets: Assets,
    order: list[str],
    months: list[str],
    delimiters: tuple[str, str],
) -> None:
    file: Path = tmp_path_factory.getbasetemp() / "forms.csv"

    def imported(content: str) -> list[tuple[str, str, str, Decimal]]:
        with books.transaction(force_rollback=True):
            file.write_bytes(content.encode())
            done = run("import", "snapshots", str(file), "--create-assets", "--yes", "--json")
            assert done.exit_code == 0, done.stderr
            rows = run("snapshot", "list", "--json").json["rows"]
        return sorted((r["asset"], r["category"], r["month"], Decimal(r["value"])) for r in rows)

    expected = sorted(
        (normalize(name.strip()), category, month, -value if category == "MORTGAGE" else value)
        for name, category, cells in assets
        for month, value in cells.items()
    )
    assert imported(long(assets, order, delimiters[0])) == expected
    assert imported(wide(assets, months, delimiters[1])) == expected
