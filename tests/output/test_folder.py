"""Several texts as a zip, or in a folder: whole, or nothing of them."""

from __future__ import annotations

import errno
import random
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from finally_cli.model.errors import Conflict, Refused, ResourceFull
from finally_cli.model.kinds import Money, Month
from finally_cli.model.result import Result
from finally_cli.output import archive
from finally_cli.output.archive import Files, zip_parts
from finally_cli.output.folder import write_folder
from finally_cli.output.serialize import csv_parts
from finally_cli.output.spreadsheet_cells import Shortfall
from finally_cli.output.workbook import workbook_parts


def texts(then: Callable[[], object] = lambda: None) -> Iterator[tuple[str, Iterator[str]]]:
    """Two files; something happens before the second one ends."""

    def second() -> Iterator[str]:
        yield "second"
        then()

    yield "one.csv", iter(["fir", "st é\n"])
    yield "two.csv", second()


def fill_up() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_zip_comes_in_parts_and_has_no_times() -> None:
    noise = random.Random(1)
    many = [("big.csv", (f"{noise.random()}\n" for _ in range(50_000)))]
    assert len(list(zip_parts(many))) > 3
    with ZipFile(BytesIO(b"".join(zip_parts(texts())))) as read:
        assert read.testzip() is None
        assert read.read("one.csv").decode() == "first é\n"
        assert {file.date_time for file in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_too_large_for_every_program_that_reads_a_zip_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "LARGEST", 8)
    with pytest.raises(Refused, match="is larger than 2 GB") as refused:
        list(zip_parts(texts()))
    assert "-o FOLDER/" in refused.value.hint


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_is_full_leaves_what_was_there(there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    if there:
        folder.mkdir()
        (folder / "one.csv").write_text("old")
    with pytest.raises(ResourceFull):
        write_folder(texts(fill_up), str(folder), force=True)
    assert [path.name for path in tmp_path.iterdir()] == (["out"] if there else [])
    if there:
        assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("one.csv", "old")]


def test_a_folder_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def come() -> None:
        folder.mkdir()
        (folder / "one.csv").write_text("another's")

    with pytest.raises(Conflict) as refused:
        write_folder(texts(come), str(folder), force=False)
    assert refused.value.code == "FOLDER_NOT_EMPTY"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (folder / "one.csv").read_text() == "another's"


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files: Files = texts()
    assert write_folder(files, str(tmp_path / "link"), force=False) == len(
        "first é\nsecond".encode()
    )
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in (tmp_path / "real").iterdir()) == ["one.csv", "two.csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    month: Month
    amount: Money
    note: str


def entries(count: int) -> Result:
    """So many rows, each of which is gone once the next one is asked for."""
    rows = (Entry(month=date(2026, 10, 1), amount=Decimal(n), note=f"{n}") for n in range(count))
    return Result(Entry, stream=rows)


def as_zip(count: int) -> Iterator[bytes]:
    return zip_parts([("entries.csv", csv_parts(entries(count)))])


def as_workbook(count: int) -> Iterator[bytes]:
    return workbook_parts([("entries", entries(count))], [], Shortfall())


@pytest.mark.parametrize("parts", [as_zip, as_workbook])
def test_many_rows_need_no_more_memory_than_few(parts: Callable[[int], Iterator[bytes]]) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(map(len, parts(count)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # imports what it needs
    assert peak(3_000) - peak(1_500) < 50_000  # bytes: a third of what the rows are
