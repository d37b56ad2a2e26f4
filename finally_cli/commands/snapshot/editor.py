"""finally snapshot edit --editor: a month as a worksheet in a person's own editor.

Nothing is held on the server while they type. What they changed is written all or nothing; what
cannot be is shown to them again, with the reason above its line and all that they typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finally_cli.commands.close.through import refuse_closed
from finally_cli.commands.command import Terminal
from finally_cli.commands.idempotency import RecordingTerminal
from finally_cli.commands.snapshot.delete import DELETE, deletion_sentence
from finally_cli.commands.snapshot.holdings import Held, find_holdings
from finally_cli.commands.snapshot.list import LIST, SnapshotListed
from finally_cli.commands.snapshot.questions import confirm_quantity, confirm_value
from finally_cli.commands.snapshot.record import (
    ask_about_a_short,
    ask_about_a_slip,
    copies_sentence,
    value_sentence,
    write_value,
)
from finally_cli.commands.snapshot.worksheet import (
    WORKSHEET,
    Change,
    Mistake,
    Said,
    Worksheet,
    WorksheetAsset,
    make_worksheet,
    with_reasons,
    without_reasons,
)
from finally_cli.model.errors import BadFile, BadUsage, Conflict, FinallyError, NotFound, Refused
from finally_cli.model.holding import holding_in_words
from finally_cli.model.masking import refuse_masked
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.slips import slip
from finally_cli.model.text import plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedValues:
    assets: int
    recorded: int


LOCK = Statement("snapshot/lock", LockedValues)
# What is as it was when it was read, or another command has changed it.
COMPARED = ("total", "value", "value_currency", "value_rate", "currency", "kind")


class RefusedLine(Exception):
    """A change that the books refuse, and why."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(mistakes[0].error.message)
        self.mistakes = mistakes


def edit_month(db: Database, terminal: Terminal, month: date, *, dry_run: bool) -> Result:
    """Have a month edited, and record what was changed; see the module.

    Raises Conflict for a month that is closed; Refused where there is no editor, or it ended with
    an error; BadFile for a line that comes back as it was refused. What was typed is kept then, and
    the error says where.
    """
    if isinstance(terminal, RecordingTerminal):
        raise BadUsage(
            "--editor and --idempotency-key cannot both be given: what is typed in an editor"
            " is no part of a request",
            "Leave one of them out.",
        )
    refuse_masked()
    refuse_closed(db, month)
    command = terminal.text_editor()
    assets = db.all(WORKSHEET, month=month)
    if not assets:
        raise Refused(
            f"no asset is open in {format_month(month)}, and there is no value to edit",
            "Record the first one: finally snapshot add Checking 1000 --category CASH"
            f" --month {format_month(month)}",
            code="NO_ASSETS",
        )
    held = find_holdings(db, month)
    db.suspend()
    sheet = make_worksheet(assets, month, db.user.base_currency, held)
    work = MonthInEditor(db, terminal, sheet, command)
    try:
        result = work.run()
        if not dry_run:
            db.suspend()  # kept, before the text goes
    except BaseException as error:
        raise work.draft.keep(error) from error.__cause__
    work.draft.remove()
    return result


@dataclass(slots=True)
class Written:
    """What came of the changes."""

    sentences: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    deleted: list[str] = field(default_factory=list)


class MonthInEditor:
    """A worksheet that is open to an editor until it is recorded."""

    def __init__(self, db: Database, terminal: Terminal, sheet: Worksheet, command: str) -> None:
        self.db = db
        self.terminal = terminal
        self.sheet = sheet
        self.command = command
        self.draft = terminal.draft(f"values-{format_month(sheet.month)}.txt", sheet.text())
        self.agreed: set[Said] = set()
        self.contested: dict[Said, FinallyError] = {}
        self.notes: dict[Said, Note] = {}

    def run(self) -> Result:
        """Open it until nothing stands against it any more; what was done."""
        self.terminal.say(f"{self.draft.path} is open: save and close it in {self.command}.")
        last = None
        while True:
            text = self.draft.edit(self.command)
            changes, mistakes = self.sheet.read(text)
            mistakes = mistakes or self.doubts(changes)
            if not mistakes:
                try:
                    return self.record(changes)
                except RefusedLine as refused:
                    mistakes = list(refused.mistakes)
            if without_reasons(text) == last:
                raise give_up(mistakes[0])
            last = without_reasons(text)
            self.draft.write(with_reasons(text, mistakes))
            more = f", and {plural(len(mistakes) - 1, 'more reason')}" if mistakes[1:] else ""
            self.terminal.say(
                f"{mistakes[0].error.message}{more}: it is open again, the reason above its line."
            )

    def doubts(self, changes: Sequence[Change]) -> list[Mistake]:
        """Ask about what is deleted, or looks like a slip; what is not meant so.

        Raises Refused where nobody can be asked, and --yes was not given.
        """
        found = []
        for change in changes:
            if change.said in self.agreed:
                continue
            if error := self.doubt(change):
                found.append(Mistake(change.line, error))
            else:
                self.agreed.add(change.said)
        return found

    def doubt(self, change: Change) -> FinallyError | None:
        """Ask about one change; why it is not to be, after a no."""
        asset, value = change.asset, change.value
        name, terminal = quote(asset.asset), self.terminal
        if error := self.contested.get(change.said):
            if terminal.cannot_ask:
                raise error
            if not terminal.agree(f"{error.message}. Record yours all the same?"):
                return error
        if value is None:
            question = f"Delete the value of {name} in {format_month(self.sheet.month)}"
            question += f", {format_money(asset.total)}?" if asset.total is not None else "?"
            if terminal.cannot_ask:
                terminal.confirm(question)
            if terminal.yes or terminal.agree(question):
                return None
            return BadUsage(
                f"the value of {name} is not to be deleted",
                "Write it again, or take the line out.",
            )
        quantity = change.holding.quantity if change.holding else Decimal(0)
        if terminal.can_ask:
            if not confirm_quantity(terminal, asset, quantity):
                return BadUsage(f"{format_money(quantity)} of {name} are not meant", "Correct it.")
            if confirm_value(terminal, asset, value):
                return None
            return BadUsage(f"{format_money(value)} is not what {name} is worth", "Correct it.")
        if not asset.is_debt:
            ask_about_a_short(terminal, asset.found, quantity)
        ask_about_a_slip(terminal, asset.found, value)
        if reason := slip(value, [asset.last_value, asset.value], asset.currency):
            odd = Note("VALUE_LOOKS_LIKE_A_SLIP", f"{name} {reason}.", "finally undo")
            terminal.say(f"Note: {odd.message} If it is a slip: {odd.command}")
            self.notes[change.said] = odd
        return None

    def record(self, changes: Sequence[Change]) -> Result:
        """Write the changes, all or none. Raises RefusedLine."""
        month = self.sheet.month
        about = {"month": month, "currency": self.db.user.base_currency}
        if not changes:
            return Result(
                SnapshotListed,
                about={**about, "deleted": []},
                sentences=[f"Nothing was changed in {format_month(month)}."],
            )
        done = Written()
        self.db.resume()
        try:
            with self.db.all_or_nothing():
                self.refuse_conflicts(changes)
                for change in changes:
                    self.write(change, done)
        except RefusedLine:
            self.db.suspend()
            raise
        written = {change.said for change in changes}
        rows = self.db.all(LIST, first=month, last=month, asset_id=None)
        return Result(
            SnapshotListed,
            [row for row in rows if row.asset in done.changed],
            "Changed",
            {**about, "deleted": done.deleted},
            notes=[note for known, note in self.notes.items() if known in written],
            sentences=done.sentences,
        )

    def refuse_conflicts(self, changes: Sequence[Change]) -> None:
        """Raises RefusedLine for what another command has changed since it was read.

        Nobody else changes it from here on until this transaction ends.
        """
        month = self.sheet.month
        self.db.all(LOCK, ids=[change.asset.id for change in changes], month=month)
        present = {asset.id: asset for asset in self.db.all(WORKSHEET, month=month)}
        held = find_holdings(self.db, month)
        mistakes = []
        for change in changes:
            known = held.get(change.asset.id)
            error = self.conflict(change.asset, present.get(change.asset.id), known)
            if error is None:
                continue
            mistakes.append(Mistake(change.line, error))
            if now := present.get(change.asset.id):
                self.sheet.assets[now.id] = now
                if known:
                    self.sheet.held[now.id] = known
                self.contested[change.said] = error
            self.agreed.discard(change.said)
        if mistakes:
            raise RefusedLine(mistakes)

    def conflict(
        self, before: WorksheetAsset, now: WorksheetAsset | None, held: Held | None
    ) -> FinallyError | None:
        """Why a value is no more what it was when it was read; None where it is."""
        name, month = quote(before.asset), format_month(self.sheet.month)
        if now is None:
            return Conflict(
                f"{name} is no longer open in {month}: another command changed it",
                "Take the line out.",
                code="CHANGED_MEANWHILE",
            )
        shown = self.sheet.held.get(before.id)
        holding = held.present if held else None
        is_same = all(getattr(before, name) == getattr(now, name) for name in COMPARED)
        if is_same and holding == (shown.present if shown else None):
            return None
        present = f"in {now.currency}, without a value"
        if now.value is not None:
            present = f"{format_money(now.value)} {now.value_currency or self.sheet.own_currency}"
            present = f"{holding_in_words(*holding)} = {present}" if holding else present
        return Conflict(
            f"{name} is {present} now: another command changed it while you typed",
            "Take the line out to leave it so.",
            code="CHANGED_MEANWHILE",
        )

    def write(self, change: Change, done: Written) -> None:
        """Write one of them, and say so. Raises RefusedLine."""
        asset, month, own = change.asset, self.sheet.month, self.db.user.base_currency
        if change.value is None:
            gone = self.db.all(DELETE, id=asset.id, month=month)
            done.sentences += [deletion_sentence(asset.asset, row, own) for row in gone]
            done.deleted.append(asset.asset)
            return
        is_foreign = asset.currency != own
        frozen = asset.value_rate if asset.value_currency == asset.currency else None
        rate = (change.rate or frozen) if is_foreign else None
        try:
            value = change.holding or change.value
            row = write_value(self.db, asset.found, value, month, rate=rate)
        except (BadUsage, Conflict, NotFound, Refused) as error:
            raise RefusedLine([Mistake(change.line, in_a_worksheet(error, asset))]) from error
        done.sentences += [value_sentence(row, own), *copies_sentence(self.db, asset.found, row)]
        done.changed.add(row.asset)


def in_a_worksheet(error: FinallyError, asset: WorksheetAsset) -> FinallyError:
    """A refusal with the way on from within the text."""
    if error.code == "RATE_NOT_FOUND":
        error.hint = f"Write it behind the value: 1234.56 {asset.currency} @ RATE"
    return error


def give_up(mistake: Mistake) -> FinallyError:
    """The end where a line comes back as it was refused."""
    if isinstance(mistake.error, BadUsage):
        return BadFile(
            f"line {mistake.line + 1}: {mistake.error.message}; nothing was changed",
            mistake.error.hint,
            code="WORKSHEET_NOT_READ",
        )
    return mistake.error
