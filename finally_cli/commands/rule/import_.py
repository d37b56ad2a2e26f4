"""finally rule import: rules of a file, after those that are there."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.rule.action import choose_action
from finally_cli.commands.rule.arguments import Amounts, join_words, parse_amounts
from finally_cli.commands.rule.find import LIST
from finally_cli.commands.rule.row import RuleRow
from finally_cli.commands.rule.terms import ADD, Terms, scope_of, terms_of
from finally_cli.commands.source.find import find_source
from finally_cli.model.errors import BadFile, BadUsage, FinallyError
from finally_cli.model.importing.csv_file import STDIN, parse_file
from finally_cli.model.result import Note, Result
from finally_cli.model.rule_file import RuleRead, read_rules
from finally_cli.model.rules import refuse_pattern, rule_in_words
from finally_cli.model.text import plural, quote
from finally_cli.store.database import Database

LARGEST = 10 << 20  # bytes


def parse_rule_file(text: str) -> str:
    """A file's name, or `-`. Raises BadFile if there is no such file."""
    try:
        return parse_file(text)
    except BadFile as error:
        hint = "Name a file that finally rule export wrote, or - for standard input."
        raise BadFile(error.message, hint, code=error.code) from None


FileArgument = Annotated[
    str,
    typer.Argument(
        parser=parse_rule_file, metavar="FILE", help="A TOML file; - is standard input."
    ),
]


@writes
def import_(db: Database, terminal: Terminal, file: FileArgument) -> Result:
    """Add the rules of a file after those that are there; equal ones are passed over.

    All are added or none: what refers to a category, an account or an asset that is not there is
    listed.

    Examples:
        finally rule import rules.toml
    """
    read, wrong = read_rules(text_of(file), file)
    db.lock_user()
    found = []
    for one in read:
        try:
            found.append((one, terms_in(db, one)))
        except FinallyError as error:
            wrong[one.place] = error.message
    if wrong:
        for place, fault in sorted(wrong.items()):
            terminal.say(f"rule {place}: {fault}")
        raise BadFile(
            f"{plural(len(wrong), 'rule')} of {quote(file)} cannot be added; none was",
            "Mend them in the file, or add what they name, and import it again.",
            code="BAD_RULES",
            details={"rules": [{"rule": n, "reason": why} for n, why in sorted(wrong.items())]},
        )
    rules = db.all(LIST)
    there = {scope_of(rule): (rule_in_words(rule), terms_of(rule)) for rule in rules}
    added, notes = 0, []
    for one, terms in found:
        scope = scope_of(terms)
        if scope not in there:
            db.run(ADD, **asdict(terms))
            there[scope] = (f"rule {len(rules) + added + 1}", terms)
            added += 1
        elif outcome_of(there[scope][1]) != outcome_of(terms):
            message = f"Rule {one.place} of the file is of the same rows as {there[scope][0]}."
            notes.append(Note("SAME_ROWS", message))
    now = db.all(LIST)[len(rules) :]
    passed = len(found) - added
    over = f"; {passed} passed over, which {'is' if passed == 1 else 'are'} there already"
    return Result(
        RuleRow,
        [RuleRow.of(rule) for rule in now],
        "Added",
        about={"added": added, "passed_over": passed},
        notes=notes,
        sentences=[
            f"Added {plural(added, 'rule')}{over if passed else ''}.",
            *(note.message for note in notes),
        ],
    )


def text_of(file: str) -> str:
    """All of a file. Raises BadFile where it is no text, or too large for one of rules."""
    try:
        if file == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(LARGEST + 1)
        if len(content) <= LARGEST:
            return content.decode("utf-8-sig")
    except OSError as error:
        raise BadFile(
            f"{quote(file)} cannot be read: {error.strerror}", "Name another file."
        ) from None
    except UnicodeDecodeError:
        pass
    raise BadFile(f"{quote(file)} is no TOML", "Take what finally rule export writes.")


def terms_in(db: Database, one: RuleRead) -> Terms:
    """What a rule of a file says. Raises what says that it names something that is not there."""
    is_regex = one.text("regex") is not None
    pattern = join_words([one.text("regex") or one.text("words") or ""])
    refuse_pattern(pattern, is_regex)
    amount, source = one.text("amount"), one.text("source")
    least, most = parse_amounts(amount) if amount is not None else Amounts(None, None)
    made = choose_action(
        db,
        one.text("category"),
        None,
        ignore=one.flag("ignore"),
        transfer=one.flag("transfer"),
        contribution=one.text("contribution"),
    )
    if made is None:
        raise BadUsage("it does not say what its rows become", "")
    return Terms(
        pattern=pattern,
        is_regex=is_regex,
        least_amount=least,
        most_amount=most,
        direction=one.text("direction"),
        source_id=find_source(db, source).id if source is not None else None,
        **asdict(made),
    )


def outcome_of(terms: Terms) -> tuple[object, ...]:
    """What a rule makes of its rows, by which two rules of the same rows are told."""
    return (
        terms.action,
        terms.income_category_id,
        terms.expense_category_id,
        terms.subcategory_id,
        terms.asset_id,
    )
