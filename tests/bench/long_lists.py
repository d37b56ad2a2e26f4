"""A list of 2,000,000 expenses is never held: what `finally expense list` needs of time and memory.

python -m tests.bench.long_lists [ITEMS]   by hand; default 2000000

Prints, for each form, the wall time and the peak memory of the program, which is to stay under
60 MB; then how much longer a table of 4,350 entries takes than the same in CSV.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

from tests.bench import books
from tests.bench.import_items import cost
from tests.bench.pairs import paired

MOST_MEMORY = 60.0
OFTEN = 4_350


def main(items: int = 2_000_000) -> int:
    peaks = []
    with books.server() as server:
        with closing(server.connect("finally", user=server.OWNER)) as connection:
            connection.execute(books.USER.encode())
            connection.execute("ALTER TABLE expense_items DISABLE TRIGGER USER")
            connection.execute(books.ITEMS.format(items=items).encode())
            connection.execute("ALTER TABLE expense_items ENABLE TRIGGER USER")
            connection.commit()
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PG", "FINALLY_"))},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_CONFIG_DIR": str(server.home / "config"),
            "FINALLY_USER": books.EMAIL,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        listing = [sys.executable, "-m", "finally_cli", "expense", "list"]
        for words in (["--limit", "1"], ["--csv"], ["--json"], []):
            used = cost([*listing, *words], environment)
            peaks.append(used.peak)
            print(
                f"{' '.join(words) or 'table':10} {used.wall:6.2f} s (own {used.own:5.2f} s)"
                f"   peak {used.peak:5.1f} MB",
                flush=True,
            )
        few = [*listing, "--limit", str(OFTEN)]
        print(paired(few, [*few, "--csv"], environment=environment).line(f"{OFTEN} as table, CSV"))
    return int(max(peaks) >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
