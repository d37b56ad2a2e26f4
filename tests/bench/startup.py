"""How long a command takes beside a process that only imports the driver and Typer.

python -m tests.bench.startup [RUNS]     by hand; prints ratios, judges nothing
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import books
from tests.bench.pairs import paired, peak_memory, seconds

FINALLY = [sys.executable, "-m", "finally_cli"]
IMPORTS = [sys.executable, "-c", "import psycopg, typer"]
REPORT = [*FINALLY, "report", "networth", "--month", books.MONTH]
COMPLETE = [*FINALLY]
SNAPSHOT = [*FINALLY, "snapshot", "add", "Asset 1", "10000", "--month", books.MONTH]
EXPENSE = [*FINALLY, "expense", "add", "12", "FOOD", "--date", f"{books.MONTH}-01"]


def main(runs: int) -> None:
    with books.server() as server:
        books.fill(server, 1000)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(books.FOREIGN)},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_CONFIG_DIR": str(server.home / "config"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        completing = {
            **environment,
            "_FINALLY_COMPLETE": "complete_bash",
            "COMP_WORDS": "finally snapshot add Ass",
            "COMP_CWORD": "3",
        }
        print(f"{'':46} {'ours':>11} {'imports':>11}")
        for what, command, given, limit in (
            ("report --json, server runs", [*REPORT, "--json"], environment, 0.85),
            ("report as a table, server runs", REPORT, environment, 0.9),
            ("completion of an asset", COMPLETE, completing, 1.2),
            ("--help", [*FINALLY, "--help"], environment, None),
        ):
            print(paired(command, IMPORTS, runs=runs, environment=given).line(what, limit))
        for what, command in (("snapshot add", SNAPSHOT), ("expense add", EXPENSE)):
            times = paired(command, [*REPORT, "--json"], runs=runs, environment=environment)
            print(times.line(f"{what}, beside report --json", 1.1))
        status = paired([*FINALLY, "status"], REPORT, runs=runs, environment=environment)
        print(status.line("status, beside report", 1.1))
        print(f"memory of a report: {peak_memory(REPORT, environment):.0f} MB  (at most 60)")
        server.leave()
        time.sleep(1)
        alone = paired([*REPORT, "--json"], IMPORTS, runs=runs, environment=environment)
        print(alone.line("report --json, server started and stopped", 1.2))
        server.enter()
    firsts = [first_command(environment) for _ in range(3)]
    print(f"first command ever: {', '.join(f'{s:.2f} s' for s in firsts)}  (under 2.5 s)")


def first_command(environment: dict[str, str]) -> float:
    """Seconds of a first command: initdb, migrations, the user, an answer."""
    with TemporaryDirectory(prefix="finally-bench-") as folder:
        Path(folder).chmod(0o755)
        given = {**environment, "FINALLY_DATA_DIR": str(Path(folder) / "data")}
        taken = seconds([*FINALLY, "asset", "list", "--json"], given)
        time.sleep(0.5)  # the server it stopped may still be closing its files
        return taken


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
