"""How a new CSV file would be read, shown in a terminal until a person agrees.

What is open is asked first. Then all of it is shown with the first rows; Enter accepts it, and a
number changes a line. Nothing is kept before that.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from finally_cli.commands.source.words import layout_lines
from finally_cli.model.bank.csv_rows import read_csv
from finally_cli.model.bank.hints import Hints, Question
from finally_cli.model.bank.layout import Layout
from finally_cli.model.bank.propose import Proposal, complete_layout, propose_layout
from finally_cli.model.bank.rows import BadRow, BankRow
from finally_cli.model.errors import BadFile, BadUsage, FinallyError, Interrupted
from finally_cli.model.money import format_money

if TYPE_CHECKING:
    from finally_cli.commands.command import Terminal

SHOWN = 5  # rows
LONGEST = 45  # letters of a text
LOOKED_AT = 200  # things that a file says, for those
CHANGEABLE = ("encoding", "delimiter", "columns", "dates", "decimal", "sign", "words")
EXAMPLES = {
    "encoding": "utf-8, cp1252, cp1250 or another one",
    "delimiter": "comma, semicolon, tab or |",
    "columns": "what changes: day=1, text=3+5, amount=4 or in=4,out=5, balance=none, …",
    "dates": "dmy, mdy or ymd",
    "decimal": ". or ,",
    "sign": "as-is, spending-positive or plus-is-in",
    "words": "in=CR,out=DR, pending=Pending, skipped=Failed",
}
HELP = (
    "  Enter    read the file so, and keep it for the next one\n"
    "  number   change that line\n"
    "  words    sign and words can be typed where no line is of them\n"
    "  Ctrl-C   stop; nothing is kept"
)


def choose_layout(
    terminal: Terminal, file: BinaryIO, hints: Hints, kept: Layout | None = None
) -> Layout:
    """The layout that a person agrees to, of a file that can be gone back in.

    `kept` is one that fits, and of which only what it leaves open is asked. Raises Interrupted at
    Ctrl-C or the end of input.
    """
    terminal.edit_lines()
    try:
        return Conversation(terminal, file, hints, kept).run()
    except (KeyboardInterrupt, EOFError):
        terminal.say("")
        raise Interrupted("nothing was changed", "You stopped before the end.") from None


class Conversation:
    """One file, and what has been said of it so far."""

    def __init__(
        self, terminal: Terminal, file: BinaryIO, hints: Hints, kept: Layout | None
    ) -> None:
        self.terminal = terminal
        self.file = file
        self.hints = hints
        self.kept = kept
        self.proposal = self.propose(hints)

    def propose(self, hints: Hints) -> Proposal:
        """How the file would be read, with these hints."""
        if self.kept is None:
            return propose_layout(self.file, hints)
        return complete_layout(self.file, self.kept, hints)

    def run(self) -> Layout:
        """Ask and show until it is agreed on."""
        while True:
            while self.proposal.questions:
                self.answer(self.proposal.questions[0])
            if self.kept is not None:
                return self.proposal.layout
            lines = self.show()
            typed = self.terminal.ask("Read it so? Enter, or a number to change:").strip()
            if not typed:
                return self.proposal.layout
            if typed == "?":
                self.terminal.tell(HELP, hang=11)
                continue
            kind = next((one for one in CHANGEABLE if one == typed.lower()), None)
            if typed.isdigit() and 1 <= int(typed) <= len(lines):
                kind = lines[int(typed) - 1]
            if kind is None:
                self.terminal.tell(f"  Type Enter, a number from 1 to {len(lines)}, or ?.")
            else:
                self.change(kind)

    def answer(self, question: Question) -> None:
        """Ask one question until it is answered."""
        end = "" if question.text.endswith("?") else "."
        self.terminal.tell(f"{question.text[0].upper()}{question.text[1:]}{end}")
        choices = question.choices
        for number, choice in enumerate(choices, start=1):
            self.terminal.tell(f"  {number}  {choice.value}: {choice.meaning}", hang=5)
        typed = self.terminal.ask("Which one?").strip()
        if typed.isdigit() and 1 <= int(typed) <= len(choices):
            typed = choices[int(typed) - 1].value
        if typed:
            self.take(question.name, typed)

    def change(self, kind: str) -> None:
        """Ask for another value of one thing; Enter leaves it."""
        typed = self.terminal.ask(f"{kind} ({EXAMPLES[kind]}):").strip()
        if typed:
            self.take(kind, typed)

    def take(self, kind: str, typed: str) -> None:
        """Look at the file again with what was typed, if it means something."""
        try:
            hints = self.hints.and_also(kind, typed)
            self.proposal = self.propose(hints)
        except (BadUsage, BadFile) as problem:
            self.terminal.tell(f"  {problem.message}. {problem.hint}")
        else:
            self.hints = hints

    def show(self) -> list[str]:
        """Show how the file would be read; what can be changed, by the numbers shown."""
        self.terminal.tell("The file would be read so:")
        changeable = []
        for what, how in layout_lines(self.proposal.layout):
            number = ""
            if what in CHANGEABLE:
                changeable.append(what)
                number = str(len(changeable))
            self.terminal.tell(f"  {number:1}  {what:9}  {how}", hang=16)
        for line in self.first_rows():
            self.terminal.tell(line, hang=4)
        return changeable

    def first_rows(self) -> list[str]:
        """The first rows as they would be read."""
        lines = []
        try:
            for said in islice(read_csv(self.file, self.proposal.layout), LOOKED_AT):
                if isinstance(said, BankRow):
                    amount = format_money(said.amount)
                    state = " (pending)" if said.pending else ""
                    text = said.text[:LONGEST] + "…" * (len(said.text) > LONGEST)
                    lines.append(f"    {said.day}  {amount:>12}  {text}{state}".rstrip())
                elif isinstance(said, BadRow):
                    lines.append(f"    line {said.line}: {said.reason}")
                if len(lines) == SHOWN:
                    break
        except FinallyError as problem:
            lines.append(f"    {problem.message}")
        return lines or ["    There is no row in it."]
