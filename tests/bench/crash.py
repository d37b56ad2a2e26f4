"""Kill under load, again and again, and see that nothing acknowledged is lost.

python -m tests.bench.crash [KILLS]   by hand; default 300

Clients, the server and its backends in turn; see tests/support/fault_injection.py. Prints what was
killed, how many commands were acknowledged, and how the others ended.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer
from tests.support.fault_injection import survived
from tests.support.folders import remove_folder


def main() -> None:
    """One storm; a lost row ends it with an AssertionError that names it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    folder = Path(tempfile.mkdtemp(prefix="finally-crash-"))
    folder.chmod(0o711)
    began = time.monotonic()
    try:
        storm = survived(folder, kills)
    finally:
        EmbeddedServer(folder / "data").stop()
        remove_folder(folder)
    killed = ", ".join(f"{count} {whom}" for whom, count in sorted(storm.killed.items()))
    print(f"{kills} kills ({killed}) in {time.monotonic() - began:.0f} s")
    print(f"{len(storm.acknowledged):,} commands acknowledged, 0 of them lost, the audit verified")
    print("others ended with", {code: storm.failed[code] for code in sorted(storm.failed)})


if __name__ == "__main__":
    main()
