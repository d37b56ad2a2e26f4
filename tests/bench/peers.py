"""The same report beside ledger and hledger, on the same household.

python -m tests.bench.peers [ITEMS ...]  by hand; default 20000 expense items; needs both on PATH
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import books
from tests.bench.pairs import paired

REPORT = [sys.executable, "-m", "finally_cli", "report", "networth", "--month", books.MONTH]
# How it is written, whether on a terminal, and the most that it may take of ledger's time.
FORMS = [
    ("as JSON", ["--json"], False, 0.9),
    ("in a pipe", [], False, 0.9),
    ("on a terminal", [], True, 1.0),
]


def main(sizes: list[int]) -> None:
    for items in sizes:
        with books.server() as server, TemporaryDirectory() as folder:
            books.fill(server, items)
            journal = Path(folder) / "book.journal"
            books.write_journal(server, journal)
            environment = {
                **{k: v for k, v in os.environ.items() if not k.startswith(books.FOREIGN)},
                "FINALLY_DATA_DIR": str(server.home),
                "FINALLY_CONFIG_DIR": str(server.home / "config"),
                "PYTHONPATH": str(Path(__file__).parents[2]),
            }
            runs = 15 if items <= 20_000 else 5 if items <= 200_000 else 1
            for peer, arguments in (
                ("ledger", ["balance", "^Assets", "^Liabilities", "--end", "2025-01-01"]),
                ("hledger", ["balance", "^Assets", "^Liabilities", "--end", "2025-01-01"]),
            ):
                if not shutil.which(peer):
                    print(f"{peer} is not on PATH")
                    continue
                other = [peer, "-f", str(journal), *arguments]
                for form, options, terminal, limit in FORMS:
                    report = [*REPORT, *options]
                    times = paired(
                        report, other, runs=runs, environment=environment, terminal=terminal
                    )
                    what = f"{items:,} items {form}, beside {peer}"
                    print(times.line(what, limit if peer == "ledger" else None), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000])
