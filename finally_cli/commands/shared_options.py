"""The options that commands share, and which command has which of them."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from finally_cli.commands.options import (
    Csv,
    DryRun,
    Explain,
    IdempotencyKey,
    Json,
    KnownAtOption,
    Mask,
    NoPager,
    ProfileName,
    Quiet,
    ShowSql,
    Strict,
    User,
    Yes,
)
from finally_cli.commands.page_options import Html, PageFile, ReplacePage

__all__ = ["OF_REPORTS", "DryRun", "Yes", "shared_options"]

# The flags of every report.
OF_REPORTS = [
    ("strict", Strict),
    ("show_sql", ShowSql),
    ("explain", Explain),
    ("html", Html),
    ("force", ReplacePage),
]


def shared_options(
    more: Sequence[tuple[str, Any]], *, keyed: bool, paged: bool, past: bool, is_report: bool
) -> list[inspect.Parameter]:
    """The options of a command beside its own: those of all, and `more` flags.

    `keyed` adds --idempotency-key, `paged` --no-pager, `past` --known-at, `is_report` where the
    page goes that is made of it.
    """
    flags = [("json", Json), ("csv", Csv), ("quiet", Quiet), *more]
    return [
        *(parameter(name, hint, False) for name, hint in flags),
        *([parameter("no_pager", NoPager, False)] if paged else []),
        *([parameter("idempotency_key", IdempotencyKey, None)] if keyed else []),
        *([parameter("known_at", KnownAtOption, None)] if past else []),
        *([parameter("output", PageFile, None)] if is_report else []),
        parameter("mask", Mask, None),
        parameter("profile", ProfileName, None),
        parameter("user", User, None),
    ]


def parameter(name: str, hint: Any, default: object) -> inspect.Parameter:
    """One shared option."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
