"""Answering the walk on a pseudo-terminal, and a household to walk through."""

from __future__ import annotations

import re
from typing import Any

from tests.support.processes import Program, PseudoTerminal

HOUSEHOLD = """
    WITH ann AS (
        INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR') RETURNING id
    )
    SELECT set_config('finally.user_id', id::text, true) FROM ann;

    INSERT INTO assets (user_id, category_id, asset_name, currency)
    SELECT current_user_id(), asset_categories.id, owned.asset, owned.currency
    FROM (VALUES
        ('Checking', 'CASH', NULL),
        ('Dollars', 'CASH', 'USD'),
        ('Mortgage', 'MORTGAGE', NULL)
    ) AS owned (asset, code, currency)
    JOIN asset_categories USING (code);

    -- 1000 + 90 - 500 = 590 in October
    INSERT INTO asset_inputs (user_id, asset_id, year, month, total, native_amount, currency, rate)
    SELECT current_user_id(), assets.id, 2026, 10, v.total, v.amount, v.currency, v.rate
    FROM (VALUES
        ('Checking', 1000, NULL::numeric, NULL, NULL::numeric),
        ('Dollars', 90, 100, 'USD', 0.9),
        ('Mortgage', -500, NULL, NULL, NULL)
    ) AS v (asset, total, amount, currency, rate)
    JOIN assets ON assets.asset_name = v.asset;
"""


def kept(program: Program, month: str = "2026-11") -> dict[str, tuple[Any, ...]]:
    """What the month holds afterwards, asked by another command."""
    rows = program("snapshot", "list", "--month", month, "--json").json["rows"]
    return {row["asset"]: (row["value"], row["carried"]) for row in rows}


def answer(terminal: PseudoTerminal, typed: str, until: str = ": ") -> str:
    """Type a line; what comes after it up to the next question, without the echo and colours."""
    terminal.type(typed + "\n")
    return plain(terminal.until(until)).removeprefix(f"{typed}\n")


def plain(shown: str) -> str:
    """What was shown, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)
