"""Record expenses for ever, each by the program in this process: python crash_writer.py NAME.

Prints the note of an expense once its command has ended with 0, and the exit code of one that has
not. Each command opens the books anew, as the program does; only Python itself is not started.
"""

import sys

from finally_cli.main import main


def record(name: str) -> None:
    """One expense after another; this ends by being killed."""
    number = 0
    while True:
        number += 1
        note = f"{name}-{number}"
        code = main(("expense", "add", "1", "food", "--month", "2026-11", "--note", note, "-q"))
        print(code or note, flush=True)


if __name__ == "__main__":
    record(sys.argv[1])
