"""finally report new: a report to start from, for its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config"


def test_it_works_as_it_stands_and_is_its_owners_alone(config: Path, look: Run) -> None:
    before = os.umask(0)  # which would open it to all
    try:
        made = look("report", "new", "dining")
    finally:
        os.umask(before)
    file = config / "reports" / "dining.sql"
    assert made.exit_code == 0
    assert made.stdout == f"Wrote {file}.\nEdit it, and ask it with: finally report dining\n"
    assert [oct(path.stat().st_mode & 0o777) for path in (config, file.parent, file)] == [
        "0o700", "0o700", "0o600",
    ]  # fmt: skip
    assert look("report", "check").stdout == "dining is right.\n"
    assert look("report", "dining").exit_code == 0
    assert look("report", "new", "other-one_2", "--json").json["rows"] == [
        {"report": "other-one_2", "path": str(file.with_name("other-one_2.sql"))}
    ]


def test_what_is_there_is_never_replaced(config: Path, look: Run) -> None:
    look("report", "new", "dining")
    file = config / "reports" / "dining.sql"
    file.write_text("mine")
    refused = look("report", "new", "dining", "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "REPORT_EXISTS")
    file.unlink()
    file.symlink_to(config / "elsewhere.sql")
    assert look("report", "new", "dining").exit_code == 6
    assert not (config / "elsewhere.sql").exists()


@pytest.mark.parametrize("name", ["networth", "new", "check"])
def test_a_name_that_the_program_has_is_taken(name: str, config: Path, look: Run) -> None:
    refused = look("report", "new", name, "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "REPORT_NAME_TAKEN")
    assert not config.exists()


@pytest.mark.parametrize("name", ["../one", "One", "a b", "", "größe", "a.sql", "x" * 61, "1a"])
def test_a_name_that_none_can_have_is_refused(name: str, config: Path, look: Run) -> None:
    assert look("report", "new", name).exit_code == 2
    assert not config.exists()


def test_nothing_is_written_where_others_could_change_it(config: Path, look: Run) -> None:
    (config / "reports").mkdir(parents=True)
    (config / "reports").chmod(0o777)
    refused = look("report", "new", "dining", "--json")
    assert (refused.exit_code, refused.error["code"]) == (12, "REPORT_NOT_SAFE")
    assert list((config / "reports").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(
    tmp_path: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "file" / "config"))
    refused = look("report", "new", "dining")
    assert refused.exit_code == 1
    assert "cannot write" in refused.stderr
