"""finally inbox review: a walk through the bank rows that wait, in a terminal.

Each answer is a transaction of its own, and nothing is held on the server while a person thinks:
whatever ends the walk, what was answered stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.inbox.assign import choose, told
from finally_cli.commands.inbox.beginning import choose_by_beginning
from finally_cli.commands.inbox.choice import Choice, decide_rows
from finally_cli.commands.inbox.list import last_day_of
from finally_cli.commands.inbox.row_rule import decide_by_rule, leading_words
from finally_cli.commands.inbox.rows import LIST, FoundRow, WaitingRow, find_row
from finally_cli.commands.inbox.split import ask_parts, write_parts
from finally_cli.commands.inbox.suggestion import Suggestion, Suggestions
from finally_cli.commands.inbox.unassign import take_back
from finally_cli.commands.lookup import CATEGORIES
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.bank.rows import mask_account
from finally_cli.model.errors import BadUsage, FinallyError, Refused
from finally_cli.model.kinds import Count
from finally_cli.model.money import format_money
from finally_cli.model.month import one_or_range
from finally_cli.model.month_begins import month_of_day
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, plural
from finally_cli.store.database import Database

HELP = (
    "  Enter     take what is offered; where nothing is, skip it\n"
    "  food/gro  a category by its beginning, of either side; a subcategory behind /\n"
    "  r         a rule of words of the text, for all that waits like it\n"
    "  s         split it into several categories\n"
    "  t         a transfer between accounts of yours\n"
    "  c ASSET   money put into that asset, or taken out of it\n"
    "  i         ignore it\n"
    "  k         skip it, it waits on\n"
    "  u         undo the last answer\n"
    "  q         quit; what was answered stays, as after Ctrl-C\n"
    "  ?         this text"
)


class Quit(Exception):
    """The walk is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What came of a walk: how many rows were decided on, and how many of it wait on."""

    decided: Count
    waiting: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer decided on, at which row, and the rule that it added."""

    place: int
    ids: list[str]
    rule_id: str | None = None


@writes
def review(
    db: Database,
    terminal: Terminal,
    dry_run: bool,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """Walk through the bank rows that wait, the oldest first, and say what each becomes.

    Enter takes what is offered, ? lists the other answers. Each answer is kept at once.

    Examples:
        finally inbox review --month 2026-10
    """
    if dry_run:
        raise BadUsage(
            "a walk keeps each answer at once, and has nothing to try",
            "Leave --dry-run out: u takes the last answer back.",
        )
    start, end = one_or_range(month, first, last)
    base = db.user.base_currency
    days = {"first": start, "last": end and last_day_of(end)}
    rows = db.all(LIST, base_currency=base, **days, source_id=None, search=None, limit=None)
    if not rows:
        return Result(
            Reviewed,
            [Reviewed(decided=0, waiting=0)],
            sentences=["The inbox is empty: no bank row waits."],
            answer=True,
        )
    if terminal.cannot_ask:
        raise Refused(
            f"{plural(len(rows), 'bank row waits', 'bank rows wait')}, and {terminal.cannot_ask}",
            f"Say what one becomes: finally inbox assign {rows[-1].id[:8]} CATEGORY",
            code="NO_TERMINAL",
        )
    walk = Walk(db, terminal, rows[::-1], days)
    db.suspend()
    terminal.edit_lines()
    try:
        walk.run()
    except (Quit, EOFError, KeyboardInterrupt):
        terminal.say("")
        db.suspend()
    db.resume()
    decided = sum(len(one.ids) for one in walk.answered)
    left = sum(find_row(db, row.id).decision == "waits" for row in walk.rows)
    waits = plural(left, "row waits", "rows wait")
    return Result(
        Reviewed,
        [Reviewed(decided=decided, waiting=left)],
        sentences=[f"Decided on {plural(decided, 'row')}; {waits} on."],
        answer=True,
    )


@dataclass(slots=True)
class Walk:
    """The rows of one walk, and how far it has come."""

    db: Database
    terminal: Terminal
    rows: list[WaitingRow]
    days: dict[str, date | None]
    place: int = 0
    answered: list[Answered] = field(default_factory=list)

    def run(self) -> None:
        """Ask about each row. Raises Quit."""
        self.terminal.tell(
            f"{plural(len(self.rows), 'bank row waits', 'bank rows wait')}."
            " Enter takes what is offered, ? explains."
        )
        while self.place < len(self.rows):
            self.db.resume()
            row = self.present(self.rows[self.place])
            found = find_row(self.db, self.rows[self.place].id)
            offered = Suggestions(self.db, **self.days).of(row) if row else None
            self.db.suspend()
            if row is None:
                self.place += 1
                continue
            self.show(found)
            self.ask(found, offered)

    def present(self, row: WaitingRow) -> WaitingRow | None:
        """A row as it is now; None where it does not wait any more."""
        now = self.db.all(
            LIST, base_currency=self.db.user.base_currency, first=row.day, last=row.day,
            source_id=row.source_id, search=None, limit=None,
        )  # fmt: skip
        return next((one for one in now if one.id == row.id), None)

    def show(self, row: FoundRow) -> None:
        """A row whole, in the bank's words."""
        number = f"[{self.place + 1}/{len(self.rows)}]"
        amount = f"{format_money(row.amount)} {row.currency}"
        value = f", value day {row.value_day.isoformat()}" if row.value_day else ""
        self.terminal.tell(f"{number} {row.day.isoformat()}  {amount}  {row.source}{value}")
        details = [
            row.text,
            f"with the account {mask_account(row.counter_account)}" if row.counter_account else "",
            f"called {row.bank_category} in the file" if row.bank_category else "",
            f"{row.file}, line {row.line}",
            row.because or "",
        ]
        for line in filter(None, details):
            self.terminal.tell(f"      {escape_controls(line)}")

    def ask(self, row: FoundRow, offered: Suggestion | None) -> None:
        """Ask about a row until it is answered, skipped or gone back from. Raises Quit."""
        before = self.place, len(self.answered)
        prompt = f"Becomes [{offered.words}]:" if offered else "Becomes:"
        while (self.place, len(self.answered)) == before:
            typed = self.terminal.ask(prompt, remembered=True).strip()
            try:
                self.hear(row, offered, typed)
            except FinallyError as error:
                self.terminal.tell(f"  {error.message}. {error.hint}")

    def hear(self, row: FoundRow, offered: Suggestion | None, typed: str) -> None:
        """Do what was typed. Raises FinallyError for what cannot be done, and Quit."""
        word, _, rest = typed.partition(" ")
        if typed == "?":
            self.terminal.tell(HELP, hang=12)
        elif typed == "q":
            raise Quit
        elif typed == "u":
            self.step_back()
        elif typed == "k" or (not typed and offered is None):
            self.place += 1
        elif not typed and offered is not None:
            self.decide(row, offered.choice)
        elif typed == "i":
            self.decide(row, Choice(decision="ignored"))
        elif typed == "t":
            self.transfer(row, offered)
        elif word == "c" and rest:
            self.write(lambda: self.contribute(row, rest))
        elif typed == "r":
            self.make_rule(row)
        elif typed == "s":
            parts = ask_parts(self.terminal, row, self.category)
            if parts:
                self.write(lambda: self.kept(row, lambda: write_parts(self.db, row, parts)))
        else:
            self.decide(row, self.category(typed, row))

    def category(self, typed: str, row: FoundRow) -> Choice:
        """The category that begins so. Raises NotFound."""
        self.db.resume()
        try:
            categories = self.db.all(CATEGORIES, kind=None)
        finally:
            self.db.suspend()
        return choose_by_beginning(
            categories, typed, month_of_day(row.day, self.db.user.month_begins)
        )

    def write(self, work: Callable[[], Answered]) -> None:
        """Do something in a transaction of its own, all of it or nothing."""
        self.db.resume()
        try:
            with self.db.all_or_nothing():
                done = work()
        finally:
            self.db.suspend()
        self.answered.append(done)
        self.place += 1

    def kept(self, row: FoundRow, work: Callable[[], object]) -> Answered:
        """Decide on one row, and say what it has become."""
        work()
        for sentence in told(self.db, [row])[1]:
            self.terminal.tell(f"  {sentence}")
        return Answered(place=self.place, ids=[row.id])

    def decide(self, row: FoundRow, choice: Choice) -> None:
        """Decide on a row; the other side of a transfer with it."""

        def work() -> Answered:
            waits = False
            if choice.decision == "transfer" and choice.other_id:
                waits = find_row(self.db, choice.other_id).decision == "waits"
            done = self.kept(row, lambda: decide_rows(self.db, [row], choice))
            return Answered(
                place=done.place, ids=[row.id, *([choice.other_id or ""] if waits else [])]
            )

        self.write(work)

    def contribute(self, row: FoundRow, asset: str) -> Answered:
        """Money put into an asset."""
        choice = choose(
            self.db, [row], None, None, ignore=False, transfer=False, contribution=asset
        )
        return self.kept(row, lambda: decide_rows(self.db, [row], choice))

    def transfer(self, row: FoundRow, offered: Suggestion | None) -> None:
        """A transfer: with the other side that is offered, that is named, or with none."""
        pair = (
            offered.choice.other_id if offered and offered.choice.decision == "transfer" else None
        )
        hint = f" [{pair[:8]}, - for none]" if pair else " (Enter for none)"
        typed = self.terminal.ask(f"The row of its other side{hint}:").strip()
        other = pair if not typed else None if typed == "-" else typed
        if other is not None and other != pair:
            self.db.resume()
            try:
                other = find_row(self.db, other).id
            finally:
                self.db.suspend()
        self.decide(row, Choice(decision="transfer", other_id=other))

    def make_rule(self, row: FoundRow) -> None:
        """A rule of words, and what of all that waits it decides on."""
        words = leading_words(row)
        words = self.terminal.ask(f"Rows with the words [{words}]:").strip() or words
        choice = self.category(self.terminal.ask("Category:").strip(), row)
        self.db.resume()
        try:
            with self.db.rolling_back():
                count = len(decide_by_rule(self.db, row, words, choice)[1])
        finally:
            self.db.suspend()
        if not self.terminal.agree(
            f"It decides on {plural(count, 'row')} that wait{'s' if count == 1 else ''}. Add it?",
            default=True,
        ):
            return

        def work() -> Answered:
            rule_id, ids = decide_by_rule(self.db, row, words, choice)
            return Answered(place=self.place, ids=ids, rule_id=rule_id)

        self.write(work)

    def step_back(self) -> None:
        """Take the last answer back, and ask again there."""
        if not self.answered:
            self.terminal.tell("  There is no answer to undo.")
            return
        last = self.answered[-1]
        self.db.resume()
        try:
            with self.db.all_or_nothing():
                take_back(self.db, last.ids, last.rule_id)
        finally:
            self.db.suspend()
        self.answered.pop()
        self.place = last.place
