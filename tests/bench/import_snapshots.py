"""finally import snapshots with 100,000 values: python -m tests.bench.import_snapshots

Prints, for each form of the file, wall time, the program's own time (user + sys, without the
server's) and its peak memory; first into empty books, then again with every value changed, then
again with none. Own time is to stay under 3 seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from finally_cli.model.profile import Profile
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.embedded.instance import EmbeddedInstance
from finally_cli.store.provision import prepare

ASSETS, MONTHS = 1_000, 100
LIMIT = 3.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds, seconds and MB."""

    wall: float
    own: float
    peak: float


def value(asset: int, month: int, edition: int) -> str:
    return f"{(asset * 7919 + month * 104_729 + edition) % 10_000_000 / 100:.2f}"


def months() -> list[str]:
    return [f"{2010 + m // 12}-{m % 12 + 1:02}" for m in range(MONTHS)]


def long(file: Path, edition: int) -> None:
    with file.open("w") as out:
        out.write("asset,month,value,category\n")
        for m, month in enumerate(months()):
            for a in range(ASSETS):
                out.write(f"Asset {a:04},{month},{value(a, m, edition)},CASH\n")


def wide(file: Path, edition: int) -> None:
    with file.open("w") as out:
        out.write(f"asset,category,{','.join(months())}\n")
        for a in range(ASSETS):
            cells = ",".join(value(a, m, edition) for m in range(MONTHS))
            out.write(f"Asset {a:04},CASH,{cells}\n")


def cost(file: Path, environment: dict[str, str]) -> Cost:
    """One import as a process of its own."""
    command = [sys.executable, "-m", "finally_cli", "import", "snapshots", str(file)]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--create-assets"], env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    assert os.waitstatus_to_exitcode(status) == 0
    process.returncode = 0
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


def measured(form: str, folder: Path) -> list[Cost]:
    """The three runs of one form, on a server that is up and knows nothing of its tables."""
    write = {"long": long, "wide": wide}[form]
    (folder / form).mkdir(mode=0o755)
    environment = {
        "FINALLY_DATA_DIR": str(folder / form / "data"),
        "FINALLY_CONFIG_DIR": str(folder / form / "config"),
    }
    server, file = EmbeddedServer(folder / form / "data"), folder / f"{form}.csv"
    costs = []
    profile = Profile(name="home", engine="embedded", data_dir=server.home)
    with server, EmbeddedInstance(profile, print) as instance:
        prepare(instance)
        for what, edition in (("added", 0), ("replaced", 1), ("unchanged", 1)):
            write(file, edition)
            costs.append(cost(file, environment))
            one = costs[-1]
            print(
                f"{form:5} {what:10} wall {one.wall:6.2f} s   own {one.own:5.2f} s"
                f"   peak {one.peak:5.1f} MB"
            )
    return costs


def main() -> int:
    print(f"{ASSETS * MONTHS:,} values")
    with TemporaryDirectory(prefix="finally-bench-") as name:
        Path(name).chmod(0o755)
        costs = [one for form in ("long", "wide") for one in measured(form, Path(name))]
    most = max(one.own for one in costs)
    print(f"most own time {most:.2f} s, of {LIMIT} s allowed")
    return int(most >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
