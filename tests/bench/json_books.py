r"""finally export json and finally import json of 1,000,000 items, beside psql's \copy of the same.

python -m tests.bench.json_books [ITEMS]   by hand; default 1000000

Out: psql writes the same tables as CSV. In: psql brings their rows, whole and in order, into empty
books of another person, with the same triggers, as the superuser whom row security does not hold;
the program reads JSON, knows each row by its id, and names what would be wrong. Prints the wall
time, the ratio, and the program's own time and peak memory, which is to stay under 200 MB.

Seen for 1,000,000 items, a file of 291 MB, on two processors that others used, too: out, psql 3 s,
finally 36 s (own 8.7 s), which sorts the rows and names what they refer to; in, psql 79 s, finally
117 s (own 11 s), ratio 1.47; peak 39 MB. Of 100,000: out 4.7 s, in 20 s, peak 39 MB.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from finally_cli.store.embedded import EmbeddedServer
from tests.bench import books
from tests.bench.import_items import cost

MOST_MEMORY = 200.0
# In the order of their keys.
TABLES = ("assets", "asset_inputs", "incoming_items", "expense_items", "budgets")
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND attname <> 'user_id'
"""
OTHERS = {"psql": "psql@example.org", "finally": "finally@example.org"}


def write_scripts(server: EmbeddedServer, folder: Path) -> tuple[Path, Path]:
    """What psql runs to bring the books out, and to bring them in as somebody else's."""
    out, into = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"], [r"\set ON_ERROR_STOP on"]
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        ids = {}
        for email in OTHERS.values():
            added = "INSERT INTO users (email, base_currency) VALUES (%s, 'EUR') RETURNING id"
            ids[email] = connection.execute(added, [email]).fetchall()[0][0]
        connection.commit()
        into.append(f"SELECT set_config('finally.user_id', '{ids[OTHERS['psql']]}', false);")
        into.append("BEGIN;")
        for table in TABLES:
            (columns,) = connection.execute(COLUMNS.encode(), [table]).fetchall()[0]
            file = folder / f"{table}.csv"
            rows = f"SELECT '{ids[OTHERS['psql']]}', {columns} FROM {table}"
            out.append(rf"\copy ({rows}) TO '{file}' CSV")
            into.append(rf"\copy {table} (user_id, {columns}) FROM '{file}' CSV")
    for name, lines in (("out.sql", out), ("into.sql", into)):
        (folder / name).write_text("\n".join([*lines, "COMMIT;", ""]))
    return folder / "out.sql", folder / "into.sql"


def counted(server: EmbeddedServer, email: str) -> int:
    """How many expenses a person has."""
    asked = "SELECT count(*) FROM expense_items JOIN users ON users.id = user_id WHERE email = %s"
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        return int(connection.execute(asked, [email]).fetchall()[0][0])


def main(items: int = 1_000_000) -> int:
    with books.server() as server, TemporaryDirectory(prefix="finally-bench-") as name:
        folder = Path(name)
        books.fill(server, items)
        out, into = write_scripts(server, folder)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(books.FOREIGN)},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_CONFIG_DIR": str(server.home / "config"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        psql = [str(server.binary("psql")), server.url("finally", server.OWNER), "-qX", "-f"]
        ours = [sys.executable, "-m", "finally_cli"]
        file = str(folder / "books.json")
        written = [*ours, "export", "json", "-o", file, "--user", books.EMAIL]
        read = [*ours, "import", "json", file, "--user", OTHERS["finally"]]
        peaks = []
        for what, peer, command in (("out", out, written), ("in", into, read)):
            theirs = cost([*psql, str(peer)], environment | server.environment())
            mine = cost(command, environment)
            peaks.append(mine.peak)
            print(
                f"{items:,} items {what:3}   psql {theirs.wall:6.2f} s   finally {mine.wall:6.2f} s"
                f" (own {mine.own:5.2f} s)   ratio {mine.wall / theirs.wall:.2f}"
                f"   peak {mine.peak:5.1f} MB",
                flush=True,
            )
        assert {counted(server, email) for email in OTHERS.values()} == {items}
        print(f"the file has {Path(file).stat().st_size / 1e6:,.0f} MB; peak {max(peaks):.1f} MB")
    return int(max(peaks) >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
