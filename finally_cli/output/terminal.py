"""What is said to a person beside the data: on stderr, and asked on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from finally_cli.model.advice import with_books_named
from finally_cli.model.errors import Interrupted, Refused
from finally_cli.model.masking import MARK, PLAIN_MARK, hide_amounts, masking
from finally_cli.model.text import escape_controls

if TYPE_CHECKING:
    from finally_cli.model.result import Result
    from finally_cli.output.line_editor import LineEditor
    from finally_cli.output.text_editor import Draft


ROOM = 13  # columns behind a question, for what is typed not to be broken: 1,234,567.89


def write_remark(text: str) -> None:
    """Write to stderr. Where nobody can hear it, the work goes on all the same."""
    with suppress(OSError):
        print(hide_amounts(text), file=sys.stderr, flush=True)


class Terminal:
    """Remarks, questions and progress; silent with --quiet, and never in the way of a script."""

    def __init__(self, *, quiet: bool = False, yes: bool = False) -> None:
        self.quiet = quiet
        self.yes = yes
        self.editor: LineEditor | None = None

    @property
    def can_ask(self) -> bool:
        """Whether a person sits at both ends."""
        return not self.cannot_ask

    @property
    def cannot_ask(self) -> str:
        """Why nobody can be asked, for a sentence; empty where somebody can."""
        at_both_ends = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
        return "" if at_both_ends else "there is no terminal to ask on"

    def mask_amounts(self, *, asked: bool) -> None:
        """Show no amounts from here on, neither here nor on stdout; `asked` by the command line."""
        from finally_cli.output.screen import stdout_screen

        masking.on, masking.asked = True, asked
        masking.mark = PLAIN_MARK if stdout_screen().plain else MARK

    def say(self, sentence: str) -> None:
        """A remark that is no data."""
        if not self.quiet:
            write_remark(escape_controls(with_books_named(sentence)))

    def say_lines(self, text: str) -> None:
        """Several lines of our own words."""
        if not self.quiet:
            write_remark(text)

    def tell(self, text: str, hang: int | None = None) -> None:
        """A part of a conversation, a line or several, each folded between words; see paragraph."""
        if not self.quiet:
            for line in text.split("\n"):
                write_remark("\n".join(self.lines(escape_controls(with_books_named(line)), hang)))

    def show(self, result: Result) -> None:
        """A table that is no data."""
        if not self.quiet:
            from finally_cli.output.screen import stdout_screen
            from finally_cli.output.table import as_table

            write_remark(as_table(result, stdout_screen()))

    def edit_lines(self) -> None:
        """Have lines edited as they are typed from now on, and at hand again, where that can be."""
        from finally_cli.output.line_editor import line_editor

        self.editor = line_editor()

    def text_editor(self) -> str:
        """The command of the editor that a person likes. Raises Refused where there is none."""
        import os

        from finally_cli.output.text_editor import text_editor

        return text_editor(os.environ, has_terminal=self.can_ask)

    def draft(self, name: str, text: str) -> Draft:
        """A text to edit, in a private file of that name."""
        from finally_cli.output.text_editor import Draft

        return Draft(name, text)

    def ask(self, question: str, *, remembered: bool = False) -> str:
        """A line typed in answer, without the line break. Raises EOFError at the end of input.

        `remembered`, it can be had again at the arrow keys, where lines are edited.
        """
        while True:
            try:
                line = self.line(escape_controls(question))
            except UnicodeDecodeError:
                write_remark("That is not valid text.")
                continue
            except EOFError:
                write_remark("")
                raise
            if remembered and self.editor:
                self.editor.remember(line)
            return line

    def line(self, question: str) -> str:
        """The next line that is typed, after a question that is folded between words."""
        question = hide_amounts(question)
        if self.editor:
            *above, question = self.lines(question, room=ROOM)
            if above:
                write_remark("\n".join(above))
            return self.editor.ask(f"{question} ")
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def lines(self, text: str, hang: int | None = None, room: int = 0) -> list[str]:
        """A text as it is folded on the terminal, with so much room behind its lines."""
        from shutil import get_terminal_size

        from finally_cli.output.lines import paragraph

        return paragraph(text, get_terminal_size().columns - room, hang)

    def agree(
        self,
        question: str,
        *,
        default: bool = False,
        hear: Callable[[str], object] = lambda typed: None,
    ) -> bool:
        """Yes or no; Enter gives the default, the end of input is a no.

        `hear` is told of each line before that, and may do something else about it.
        """
        while True:
            try:
                typed = self.ask(f"{question} {'[Y/n]' if default else '[y/N]'}").strip().lower()
            except EOFError:
                return False
            hear(typed)
            if typed in ("", "y", "yes", "n", "no"):
                return default if not typed else typed.startswith("y")

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

        def report(done: int) -> None:
            nonlocal shown
            if not self.quiet and sys.stderr.isatty():
                part = f" ({done * 100 // total} %)" if total else ""
                sys.stderr.write(f"\r{what}: {done:,}{part}")
                sys.stderr.flush()
                shown = True

        try:
            yield report
        finally:
            if shown:
                sys.stderr.write("\n")
                sys.stderr.flush()
