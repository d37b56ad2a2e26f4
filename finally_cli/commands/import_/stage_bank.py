"""The way of a bank's rows to the server, and what its file says beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finally_cli.commands.command import Terminal
from finally_cli.commands.import_.sources import FileSources, Source
from finally_cli.commands.import_.stage import stage_rows
from finally_cli.model.bank.rows import (
    BadRow,
    Balance,
    BankRow,
    Reading,
    Remark,
    Said,
    Section,
)
from finally_cli.model.errors import BadFile
from finally_cli.model.money import format_exact
from finally_cli.model.result import Note
from finally_cli.model.text import plural, quote
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.model.rules import Rule, RuleSet
    from finally_cli.store.database import Database

STAGE_ROWS = Statement("import/stage_bank_rows", NoRows)
STAGE_SECTIONS = Statement("import/stage_sections", NoRows)
MOST_BAD = 1000  # rows that are named of those that cannot be read
LONGEST = 255  # letters of an id or a category that the books hold
COLUMNS = (
    "position", "section", "line", "day", "value_day", "amount", "text", "bank_id", "balance",
    "counter_account", "category", "is_pending", "settled_as", "settled", "rule_id",
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """One account's part of a file: its source, and the balances around its rows."""

    number: int
    said: Section
    source: Source
    opening: Balance | None = None
    closing: Balance | None = None


@dataclass(slots=True)
class Staged:
    """What a file said, beside the rows that are staged."""

    has_statements: bool  # each with balances of its own, one after the other
    parts: list[Part] = field(default_factory=list)
    part: Part | None = None  # that what is read belongs to
    bad: list[BadRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)  # that fit a row, by id
    rows: int = 0


def stage_file(
    db: Database,
    terminal: Terminal,
    reading: Reading,
    sources: FileSources,
    rules: RuleSet,
    *,
    has_statements: bool,
) -> Staged:
    """Bring every row that can be read into a temporary table. Raises what the reader does."""
    staged = Staged(has_statements)
    db.run(STAGE_ROWS)
    with closing(reading):  # before the file is
        rows = as_columns(reading, sources, rules, staged)
        staged.rows = stage_rows(db, terminal, "rows", "staged_bank_rows", COLUMNS, rows)
    db.run(STAGE_SECTIONS)
    return staged


def as_columns(
    reading: Iterable[Said], sources: FileSources, rules: RuleSet, staged: Staged
) -> Iterator[tuple[object, ...]]:
    """Each row as it is staged; all else that is said is kept."""
    position = 0
    for said in reading:
        if isinstance(said, BankRow):
            part = staged.part or begin_part(Section(line=said.line), sources, staged)
            position += 1
            rule = None
            settled_as, settled = settled_by_file(said)
            if not said.pending and settled is None:
                rule = rules.first(said.text, said.amount, part.source.id)
            if rule is not None:
                staged.rules[rule.id] = rule
            yield (
                position, part.number, said.line, said.day, said.value_day, said.amount, said.text,
                short_id(said.bank_id), said.balance, said.counter_account, said_category(said),
                said.pending, settled_as, settled, rule.id if rule else None,
            )  # fmt: skip
        elif isinstance(said, Section):
            begin_part(said, sources, staged)
        elif isinstance(said, Balance):
            part = staged.part or begin_part(Section(line=said.line), sources, staged)
            if said.kind == "opening":
                part.opening = said
            else:
                part.closing = said
        elif isinstance(said, BadRow):
            staged.bad.append(said)
        elif isinstance(said, Remark):
            staged.notes.append(Note(said.code, said.message))


def settled_by_file(row: BankRow) -> tuple[str | None, str | None]:
    """What becomes of a row because the file says what it is, and why; nothing for most."""
    if row.is_opening:
        return "ignored", "what the account was opened with"
    if row.transfer_account:
        return "transfer", f"the file says that its other side is {quote(row.transfer_account)}"
    return None, None


def short_id(bank_id: str | None) -> str | None:
    """A bank's id as the books can hold it; what is longer still differs where it differed.

    >>> short_id("2010-7"), len(short_id("9" * 10_000) or "")
    ('2010-7', 255)
    """
    if not bank_id or (len(bank_id) <= LONGEST and "\0" not in bank_id):
        return bank_id or None
    from hashlib import sha256

    digest = sha256(bank_id.encode(errors="replace")).hexdigest()
    return bank_id.replace("\0", "")[: LONGEST - len(digest)] + digest


def said_category(row: BankRow) -> str | None:
    """What the file calls a row, or each of its parts with its amount."""
    if not row.splits:
        return (row.category or "").replace("\0", "")[:LONGEST] or None
    parts = [
        f"{part.category or f'[{part.transfer_account}]'} {format_exact(part.amount)}"
        for part in row.splits
    ]
    return "; ".join(parts).replace("\0", "")[:LONGEST]


def begin_part(section: Section, sources: FileSources, staged: Staged) -> Part:
    """Begin an account's part, or carry on with it. Raises BadFile where its source is not certain.

    Of a format without statements, where rows of several accounts may take turns, all that is of
    one account is one part.
    """
    source = sources.of(section)
    if section.currency and section.currency != source.currency:
        raise sources.other_account(source, section)
    staged.part = next((one for one in staged.parts if one.source.id == source.id), None)
    if staged.part is None or staged.has_statements:
        staged.part = Part(len(staged.parts) + 1, section, source)
        staged.parts.append(staged.part)
    return staged.part


def refuse_bad_rows(terminal: Terminal, staged: Staged, name: str, *, keep_going: bool) -> int:
    """List the rows that cannot be read; how many. Raises BadFile but with `keep_going`."""
    bad = sorted(staged.bad, key=lambda one: one.line)
    for one in bad[:MOST_BAD]:
        terminal.say(f"line {one.line}: {one.reason}")
    if len(bad) > MOST_BAD:
        terminal.say(f"and {len(bad) - MOST_BAD:,} more")
    if bad and not keep_going:
        raise BadFile(
            f"{plural(len(bad), 'row')} of {name} cannot be read; nothing was written",
            "To write the others all the same: --keep-going",
            code="BAD_LINES",
            details={"lines": [{"line": one.line, "reason": one.reason} for one in bad[:MOST_BAD]]},
        )
    return len(bad)
