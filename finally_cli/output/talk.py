"""What is said to a person beside the data: on stderr, and asked on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from finally_cli.model.advice import addressed
from finally_cli.model.errors import Interrupted, Refused
from finally_cli.model.text import visible


def remark(text: str) -> None:
    """Write to stderr. Where nobody can hear it, the work goes on all the same."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


class Talk:
    """Remarks, questions and progress; silent with --quiet, and never in the way of a script."""

    def __init__(self, *, quiet: bool = False, yes: bool = False) -> None:
        self.quiet = quiet
        self.yes = yes

    @property
    def can_ask(self) -> bool:
        """Whether a person sits at both ends."""
        return not self.cannot_ask

    @property
    def cannot_ask(self) -> str:
        """Why nobody can be asked, for a sentence; empty where somebody can."""
        at_both_ends = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
        return "" if at_both_ends else "there is no terminal to ask on"

    def say(self, sentence: str) -> None:
        """A remark that is no data."""
        if not self.quiet:
            remark(visible(addressed(sentence)))

    def say_lines(self, text: str) -> None:
        """Several lines of our own words."""
        if not self.quiet:
            remark(text)

    def ask(self, question: str) -> str:
        """A line typed in answer, without the line break. Raises EOFError at the end of input."""
        sys.stderr.write(f"{visible(question)} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise EOFError
        return line.rstrip("\r\n")

    def agree(self, question: str, *, default: bool = False) -> bool:
        """Yes or no; Enter gives the default, the end of input is a no."""
        while True:
            try:
                answer = self.ask(f"{question} {'[Y/n]' if default else '[y/N]'}").strip().lower()
            except EOFError:
                return False
            if answer in ("", "y", "yes", "n", "no"):
                return default if not answer else answer.startswith("y")

    def confirm(self, question: str) -> None:
        """Go on only with a yes, or --yes.

        Raises Refused where nobody can be asked, and Interrupted when the answer is no.
        """
        if self.yes:
            return
        if self.cannot_ask:
            raise Refused(
                f"{question.rstrip('?')}: that needs a yes, and {self.cannot_ask}",
                "Say it on the command line: --yes",
                code="NOT_CONFIRMED",
            )
        if not self.agree(question):
            raise Interrupted("nothing was changed", "You answered no.", code="NOT_CONFIRMED")

    @contextmanager
    def progress(self, what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """A counter that rewrites its line, and ends it however the work ends.

        Nothing is shown where stderr is no terminal.
        """
        shown = False

        def told(done: int) -> None:
            nonlocal shown
            if not self.quiet and sys.stderr.isatty():
                part = f" ({done * 100 // total} %)" if total else ""
                sys.stderr.write(f"\r{what}: {done:,}{part}")
                sys.stderr.flush()
                shown = True

        try:
            yield told
        finally:
            if shown:
                sys.stderr.write("\n")
                sys.stderr.flush()
