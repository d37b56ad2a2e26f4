r"""finally import expenses of 1,000,000 lines, beside psql's \copy of the same rows.

python -m tests.bench.import_items [LINES [ROUNDS]]   by hand; default 1000000 and 3

The program reads words (FOOD, Groceries), looks whether the file was imported before, and keeps the
audit; psql gets ids, as the superuser whom row security does not hold, and keeps none: for it the
triggers are off, but those of the keys. Both fill the same table, empty each time. Prints the wall
time of each round, the ratio, and the program's own time and peak memory: the ratio is to stay at 2
or under, the memory under 200 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from finally_cli.store.embedded import EmbeddedServer
from tests.bench import books
from tests.bench.import_snapshots import Cost

MOST_RATIO, MOST_MEMORY = 2.0, 200.0
MONTHS = 120
COLUMNS = "user_id, category_id, subcategory_id, year, month, amount, description, spent_on"
# A category and a subcategory, or a category alone, by turns.
PLACES = """
SELECT
    category.id, subcategory.id, category.code, subcategory.name
FROM expense_categories AS category
LEFT JOIN expense_subcategories AS subcategory ON subcategory.category_id = category.id
UNION ALL
SELECT category.id, NULL, category.code, NULL
FROM expense_categories AS category
ORDER BY 3, 4
"""


def write(server: EmbeddedServer, lines: int, words: Path, ids: Path) -> None:
    """The same rows as a person's file and as what the table holds, month after month."""
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.execute(books.USER.encode())
        connection.commit()
        (user,) = connection.execute("SELECT id FROM users").fetchone() or ("",)
        places = connection.execute(PLACES).fetchall()
    with words.open("w") as said, ids.open("w") as kept:
        said.write("date,category,sub,amount,note\n")
        for i in range(lines):
            m = i * MONTHS // lines
            year, month, day = 2015 + m // 12, m % 12 + 1, 1 + i % 28
            amount, note = f"{1 + i * 7919 % 20_000 / 100:.2f}", f"Shop #{i % 900}"
            category, sub, code, name = places[i % len(places)]
            date = f"{year}-{month:02}-{day:02}"
            said.write(f"{date},{code},{name or ''},{amount},{note}\n")
            kept.write(f"{user},{category},{sub or ''},{year},{month},{amount},{note},{date}\n")


def cost(command: list[str], environment: dict[str, str]) -> Cost:
    """One process. Raises when it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


def emptied(server: EmbeddedServer, *, audited: bool) -> None:
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.autocommit = True
        how = "ENABLE" if audited else "DISABLE"
        connection.execute(f"ALTER TABLE expense_items {how} TRIGGER USER".encode())
        connection.execute("TRUNCATE expense_items")
        connection.execute("CHECKPOINT")


def written(server: EmbeddedServer) -> int:
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM expense_items").fetchone() or (0,)
    return int(count)


def main(lines: int = 1_000_000, rounds: int = 3) -> int:
    with books.server() as server, TemporaryDirectory(prefix="finally-bench-") as name:
        words, ids = Path(name) / "words.csv", Path(name) / "ids.csv"
        write(server, lines, words, ids)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PG", "FINALLY_"))},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_CONFIG_DIR": str(server.home / "config"),
            "FINALLY_USER": books.EMAIL,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        copy = rf"\copy expense_items ({COLUMNS}) FROM '{ids}' CSV"
        url = server.url("finally", server.OWNER)
        psql = [str(server.binary("psql")), url, "-qXc", copy]
        ours = [sys.executable, "-m", "finally_cli", "import", "expenses", str(words)]
        ratios, peaks = [], []
        for _ in range(rounds):
            emptied(server, audited=False)
            theirs = cost(psql, environment | server.environment())
            assert written(server) == lines
            emptied(server, audited=True)
            mine = cost(ours, environment)
            assert written(server) == lines
            ratios.append(mine.wall / theirs.wall)
            peaks.append(mine.peak)
            print(
                f"{lines:,} lines   psql {theirs.wall:6.2f} s   finally {mine.wall:6.2f} s"
                f" (own {mine.own:5.2f} s)   ratio {ratios[-1]:.2f}   peak {mine.peak:5.1f} MB",
                flush=True,
            )
    print(f"ratio {median(ratios):.2f}, of {MOST_RATIO} allowed; peak {max(peaks):.1f} MB")
    return int(median(ratios) > MOST_RATIO or max(peaks) >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
