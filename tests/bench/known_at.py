"""What a report costs that is asked as the books were known at a moment.

python -m tests.bench.known_at [ITEMS]   by hand; default 200000

One household with so many expenses over ten years, which came in one event. Then a thousand single
changes, and a change of every expense. Prints the wall time of each report as it is now, and as it
was known before the last change alone, before the thousand as well, and before the expenses came:
each is to be under 2 seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from finally_cli.commands.report import REPORTS
from tests.bench import books

ROUNDS = 3
MOST = 2.0  # seconds
TARGETS = """
INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)
SELECT current_user_id(), id, 0.5, 2020, 1 FROM asset_categories
WHERE code IN ('CASH', 'REAL_ESTATE')
"""
ONE = """
UPDATE expense_items SET amount = amount + 1
WHERE id = (SELECT id FROM expense_items ORDER BY id LIMIT 1 OFFSET {number})
"""
VALUE = "UPDATE asset_inputs SET total = total + 1 WHERE year = 2024 AND month = 12"
ALL = "UPDATE expense_items SET amount = amount + 1"


def main(items: int) -> None:
    with books.server() as server:
        with closing(server.connect("finally", user=server.OWNER, autocommit=True)) as connection:
            for text in (books.USER, books.ASSETS, books.PLANS, TARGETS):
                connection.execute(text.encode())
            moments = {"before the expenses came": newest(connection)}
            connection.execute(books.ITEMS.format(items=items).encode())
            moments["before a thousand single changes and the rest"] = newest(connection)
            for number in range(1000):
                connection.execute(ONE.format(number=number).encode())
            moments["before a change of each expense"] = newest(connection)
            connection.execute(ALL.encode())
            moments["before one change"] = newest(connection)
            connection.execute(VALUE.encode())
            connection.execute("VACUUM ANALYZE")
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PG", "FINALLY_"))},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_USER": books.EMAIL,
            "FINALLY_TODAY": "2025-01-10",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        for moment, event in {"now": "", **moments}.items():
            for report in [f"report {name}" for name in REPORTS] + ["expense list --limit 20"]:
                line = [sys.executable, "-m", "finally_cli", *report.split(), "--json"]
                line += ["--known-at", event] if event else []
                took = median(wall(line, environment) for _ in range(ROUNDS))
                mark = "" if took < MOST else "   TOO SLOW"
                print(f"{moment:<46} {report:<24} {took:6.2f} s{mark}", flush=True)


def newest(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute("SELECT id::text FROM audit_events ORDER BY sequence DESC LIMIT 1")
    return str((found.fetchone() or ("",))[0])


def wall(line: list[str], environment: dict[str, str]) -> float:
    """Seconds that a command takes; one may refuse, where books have nothing of what it is of."""
    began = time.perf_counter()
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 5), done.stderr
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
