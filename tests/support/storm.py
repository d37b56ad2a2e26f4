"""Many short uses of one embedded server: python storm.py HOME VISITS AT_ONCE [linger minutes].

Each visit is a process of its own with nothing but the home in common, as commands are. Prints one
line for each visit that failed, and ends with 1 if there was any.
"""

import os
import random
import sys
import time
import traceback
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer


def visit(home: Path, minutes: float) -> None:
    """Come in, ask one question, work for a moment, go."""
    with EmbeddedServer(home, linger=minutes, settings={"fsync": "off"}) as server:
        connection = server.connect("postgres")
        assert connection.execute("SELECT current_user").fetchone() == ("finally_app",)
        time.sleep(random.choice((0, 0, random.random() / 50)))
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.close()


def forked(home: Path, minutes: float) -> int:
    """Start a visit; its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        random.seed(os.getpid())
        visit(home, minutes)
    except BaseException:
        print(traceback.format_exc().replace("\n", " | "), flush=True)
        os._exit(1)
    os._exit(0)


def main() -> int:
    """All visits, so many at a time; how many failed."""
    import psycopg  # noqa: F401  loaded once for all

    home, visits, at_once = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    minutes = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    running, failed = 0, 0
    for _ in range(visits):
        if running == at_once:
            failed += os.wait()[1] != 0
            running -= 1
        forked(home, minutes)
        running += 1
    for _ in range(running):
        failed += os.wait()[1] != 0
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
