"""What commands are expected to answer, and what they list."""

from __future__ import annotations

from typing import Any

from tests.conftest import Outcome, Run


def refusal(exit_code: int, message: str, hint: str, *lines: str) -> Outcome:
    """A failure and no answer: the lines of a file that are wrong, what happened, what to do."""
    said = "".join(f"{line}\n" for line in lines)
    return Outcome(exit_code, "", f"{said}finally: {message}\n  {hint}\n")


def list_rows(run: Run, noun: str, *options: str) -> list[dict[str, Any]]:
    """What `finally NOUN list` gives: the second look, through another command, at a write."""
    rows: list[dict[str, Any]] = run(noun, "list", *options, "--json").json["rows"]
    return rows
