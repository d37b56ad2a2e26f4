r"""finally import bank of 200,000 rows with 200 rules, beside psql's \copy of what it writes.

python -m tests.bench.bank_import [ROWS [ROUNDS [psql]]]   by hand; default 200000 and 3

The program proposes how the CSV file is read, knows each row by day, amount and text, lets the
rules decide, proves the balances and writes rows and expenses. psql gets what it wrote, the ids
included, into the same empty tables with the same triggers, as the superuser whom row security does
not hold. Both in turn. Prints the wall time of each round, the ratio, and the program's own time
and peak memory: the ratio is to stay at 3 or under, the memory under 300 MB.

Then, unless `psql` is said, the same file by `hledger import` and `ledger convert` with the same
rules, those that are on PATH.

Seen for 200,000 rows on two processors: psql 12.2 s, finally 18.4 s (own 2.7 s), ratio 1.51, peak
56 MB.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from finally_cli.store.embedded import EmbeddedServer
from tests.bench import books
from tests.bench.import_items import cost

if TYPE_CHECKING:
    from tests.bench.import_snapshots import Cost

MOST_RATIO, MOST_MEMORY = 3.0, 300.0
DAYS, RULES, SHOPS = 3650, 200, 40
# In the order of their keys; what is generated is left out.
TABLES = ("sources", "imports", "import_rows", "expense_items")
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
ADD_RULES = """
INSERT INTO rules (user_id, position, pattern, action, expense_category_id)
SELECT current_user_id(), n, 'merchant ' || lpad(n::text, 3, '0'), 'category', category.id
FROM generate_series(1, {rules}) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM expense_categories) AS category
    ON category.place = n % 8
"""


def write_file(file: Path, rows: int) -> None:
    """Ten years of an account, each row with the balance after it; every row has its rule."""
    balance = 100_000_000
    with file.open("w") as out:
        out.write("Date,Description,Amount,Balance\n")
        for i in range(rows):
            d = i * DAYS // rows
            day = f"{2015 + d // 365}-{d % 365 // 31 + 1:02}-{1 + d % 365 % 31 % 28:02}"
            amount = 100 + i * 7919 % 20_000
            balance -= amount
            text = f"MERCHANT {1 + i % RULES:03} STORE {i * 31 % SHOPS} BERLIN CARD 4711"
            out.write(f"{day},{text},-{amount / 100:.2f},{balance / 100:.2f}\n")


def prepare(server: EmbeddedServer) -> None:
    """A person, and the rules."""
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.execute(books.USER.encode())
        connection.execute(ADD_RULES.format(rules=RULES).encode())
        connection.commit()


def emptied(server: EmbeddedServer) -> None:
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.autocommit = True
        connection.execute("SET session_replication_role = replica")  # and nothing is audited
        connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE".encode())
        # Where a vacuum counts the rows of a table that is being filled, and was emptied before, it
        # finds none: whoever fills it, each entry's key is then checked by an index that reads all.
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)".encode())
        connection.execute(books.USER.encode())
        connection.execute("DELETE FROM rules")
        connection.execute(ADD_RULES.format(rules=RULES).encode())
        connection.execute("CHECKPOINT")


def written(server: EmbeddedServer) -> list[int]:
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        return [
            connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()[0][0]
            for table in ("import_rows", "expense_items")
        ]


def copies(server: EmbeddedServer, folder: Path) -> Path:
    """What the tables hold, in files, and a script for psql that brings it in again."""
    script = [books.USER, r"\set ON_ERROR_STOP on", "BEGIN;"]
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        for table in TABLES:
            (columns,) = connection.execute(COLUMNS, [table]).fetchall()[0]
            file = folder / f"{table}.copy"
            with (
                file.open("wb") as out,
                connection.cursor().copy(f"COPY {table} ({columns}) TO STDOUT".encode()) as copy,
            ):
                out.writelines(copy)
            script.append(rf"\copy {table} ({columns}) FROM '{file}'")
    (folder / "again.sql").write_text("\n".join([*script, "COMMIT;", ""]))
    return folder / "again.sql"


def peers(folder: Path, file: Path) -> list[tuple[str, list[str]]]:
    """How hledger and ledger take the file, with the same rules."""
    shops = [f"MERCHANT {n:03}" for n in range(1, RULES + 1)]
    rules = folder / "bank.rules"
    rules.write_text(
        "skip 1\nfields date, description, amount, balance\ncurrency EUR\naccount1 assets:bank\n"
        + "".join(f"if {shop}\n  account2 expenses:kind{n % 8}\n" for n, shop in enumerate(shops))
    )
    journal = folder / "accounts.journal"
    journal.write_text(
        "".join(
            f"account Expenses:Kind{kind}\n"
            + "".join(f"  payee ^{shop}\n" for n, shop in enumerate(shops) if n % 8 == kind)
            for kind in range(8)
        )
    )
    said = folder / "ledger.csv"  # ledger knows columns by these names alone
    lines = file.read_text().splitlines()
    said.write_text("\n".join(["date,payee,amount,note", *lines[1:], ""]))
    empty = folder / "empty.journal"
    empty.touch()
    return [
        ("hledger", ["hledger", "-f", str(empty), "--rules-file", str(rules), "import", str(file)]),
        (
            "ledger",
            ["ledger", "-f", str(journal), "--input-date-format", "%Y-%m-%d", "convert", str(said)]
        ),
    ]  # fmt: skip


def main(rows: int = 200_000, rounds: int = 3, *, alone: bool = False) -> int:
    with books.server() as server, TemporaryDirectory(prefix="finally-bench-") as name:
        folder = Path(name)
        file = folder / "bank.csv"
        write_file(file, rows)
        prepare(server)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(books.FOREIGN)},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_CONFIG_DIR": str(server.home / "config"),
            "FINALLY_USER": books.EMAIL,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        ours = [sys.executable, "-m", "finally_cli", "import", "bank", str(file), "--source=Bank"]
        subprocess.run(ours, check=True, env=environment, stdout=subprocess.DEVNULL)
        assert written(server) == [rows, rows]
        psql = [str(server.binary("psql")), server.url("finally", server.OWNER), "-qX"]
        theirs = [*psql, "-f", str(copies(server, folder))]
        ratios, peaks, walls = [], [], []
        for _ in range(rounds):
            emptied(server)
            copied: Cost = cost(theirs, environment | server.environment())
            assert written(server) == [rows, rows]
            emptied(server)
            mine: Cost = cost(ours, environment)
            assert written(server) == [rows, rows]
            ratios.append(mine.wall / copied.wall)
            peaks.append(mine.peak)
            walls.append(mine.wall)
            print(
                f"{rows:,} rows   psql {copied.wall:6.2f} s   finally {mine.wall:6.2f} s"
                f" (own {mine.own:5.2f} s)   ratio {ratios[-1]:.2f}   peak {mine.peak:5.1f} MB",
                flush=True,
            )
        print(f"ratio {median(ratios):.2f}, of {MOST_RATIO} allowed; peak {max(peaks):.1f} MB")
        for peer, command in [] if alone else peers(folder, file):
            if not shutil.which(peer):
                print(f"{peer} is not on PATH")
                continue
            once = cost(command, environment)
            print(
                f"{peer:8} {once.wall:6.2f} s   peak {once.peak:7.1f} MB"
                f"   finally is {once.wall / median(walls):.2f} times as fast",
                flush=True,
            )
    return int(median(ratios) > MOST_RATIO or max(peaks) >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), alone=len(sys.argv) > 3))
