"""Commit rows, telling of each that is committed: python commits.py HOME FIRST HOW_MANY."""

import sys
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer


def main() -> None:
    """Commit and print, one by one; the first line printed says that we are in."""
    home, first, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with EmbeddedServer(home, settings={"fsync": "off"}) as server:
        connection = server.connect("postgres", user=server.OWNER, autocommit=True)
        connection.execute("SELECT pg_advisory_lock(1)")
        connection.execute("CREATE TABLE IF NOT EXISTS kept_rows (id integer PRIMARY KEY)")
        connection.execute("SELECT pg_advisory_unlock(1)")
        print("in", flush=True)
        for number in range(first, first + many):
            connection.execute("INSERT INTO kept_rows VALUES (%s)", [number])
            print(number, flush=True)
        connection.close()


if __name__ == "__main__":
    main()
