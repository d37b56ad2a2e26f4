"""The words of the command line, as they were typed: what the audit says of a change."""

import shlex

words: list[str] = []


class Bareness:
    """Whether the program was called without a word: then nothing that is missing is made."""

    def __init__(self) -> None:
        self.on = False


bareness = Bareness()


def command_line() -> str:
    """All of them as one line that a shell would read so; empty where nobody typed anything."""
    return f"finally {shlex.join(words)}" if words else ""
