"""The monthly walk: every open asset in turn, its last value offered, one answer each.

Nothing is held on the server while a person types. What is typed is tried in a transaction that is
rolled back, shown with the net worth that comes of it, and saved after a yes, all or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.close.through import refuse_closed
from finally_cli.commands.command import Terminal
from finally_cli.commands.snapshot.answers import (
    RefusedAnswers,
    answers_summary,
    net_worth_before,
    value_changes,
    write_answers,
)
from finally_cli.commands.snapshot.first_assets import FirstAssets, greeting, start_first_assets
from finally_cli.commands.snapshot.holding_question import HoldingQuestion
from finally_cli.commands.snapshot.holdings import Held, find_holdings
from finally_cli.commands.snapshot.questions import (
    EXPECTED_ASSETS,
    Answer,
    Back,
    ExpectedAsset,
    Question,
    ValueQuestion,
    answer_command,
)
from finally_cli.model.errors import Interrupted, Refused
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.text import plural, quote

if TYPE_CHECKING:
    from finally_cli.store.database import Database

HELP_SAVE = (
    "  Enter   save all of it\n"
    "  no      save nothing\n"
    "  back    to the last question\n"
    "  Ctrl-C  stop"
)


def interview(db: Database, terminal: Terminal, month: date) -> Result:
    """Ask for every open asset's value, then keep all answers or none.

    Where no asset is open, ask for the first ones instead. Raises Conflict for a month that is
    closed, Refused where nobody can be asked, and Interrupted where nothing is to be saved.
    """
    refuse_closed(db, month)
    path = ask_expected_assets(db, terminal, month) or ask_first_assets(db, terminal, month)
    db.suspend()
    terminal.edit_lines()
    try:
        return path.run()
    except (KeyboardInterrupt, EOFError):
        terminal.say("")
        raise path.abandon() from None


def ask_expected_assets(db: Database, terminal: Terminal, month: date) -> Path | None:
    """The walk through the assets that are open; None where none is."""
    assets = db.all(EXPECTED_ASSETS, month=month)
    if not assets:
        return None
    if terminal.cannot_ask:
        raise Refused(
            terminal.cannot_ask,
            "Give assets and values: finally snapshot add NAME=VALUE ...",
            code="NO_TERMINAL",
        )
    hello = f"Values for {format_month(month)}. Enter keeps the last one, ? explains."
    path = Path(db, terminal, month, hello, held=find_holdings(db, month))
    for number, asset in enumerate(assets, start=1):
        path.ask_for(asset, f"[{number}/{len(assets)}]")
    return path


def ask_first_assets(db: Database, terminal: Terminal, month: date) -> Path:
    """The walk where no asset is open, which makes the first ones."""
    begun = start_first_assets(db, month)
    if terminal.cannot_ask:
        raise Refused(
            f"no asset is open in {format_month(month)} yet, and {terminal.cannot_ask}",
            "See them with: finally asset list --all"
            if begun.taken
            else "Record the first one: finally snapshot add Checking 1000 --category CASH"
            f" --month {format_month(month)}",
            code="NO_TERMINAL",
        )
    return Path(db, terminal, month, greeting(begun), begun.questions, begun)


@dataclass(slots=True)
class Path:
    """The questions of one walk, and how far it has come; `place` is that of the next one."""

    db: Database
    terminal: Terminal
    month: date
    greeting: str
    questions: list[Question] = field(default_factory=list)
    begun: FirstAssets | None = None
    held: Mapping[str, Held] = field(default_factory=dict)
    place: int = 0

    def ask_for(self, asset: ExpectedAsset, place: str) -> None:
        """Ask for the value of one more asset, or how many there are where it is kept so."""
        own, held = self.db.user.base_currency, self.held.get(asset.id)
        self.questions.append(
            HoldingQuestion(asset, place, own, held=held)
            if held and held.is_by_quantity
            else ValueQuestion(asset, place, own)
        )

    def run(self) -> Result:
        """Ask, show and save. Raises Interrupted where nothing is to be saved."""
        self.terminal.tell(self.greeting)
        while True:
            try:
                answers = self.ask_until_agreed()
            except (KeyboardInterrupt, EOFError):
                self.terminal.say("")
                self.db.suspend()
                answers = self.offer_to_keep()
            self.db.resume()
            if not self.has_news():
                break
            self.db.suspend()
        try:
            done = write_answers(self.db, answers, self.month)
        except RefusedAnswers as refused:
            raise refused.error from None
        return answers_summary(done, self.month, self.db.user.base_currency)

    def ask_until_agreed(self) -> list[Answer]:
        """Ask all that is still to be asked; the answers, once a person has seen what they do."""
        while True:
            try:
                self.ask_rest()
                if not self.answers():
                    break
                if self.preview() and self.may_save():
                    break
            except Back:
                self.step_back()
        answers = self.answers()
        if not answers and self.begun:
            raise self.abandon()
        return answers

    def ask_rest(self) -> None:
        """Ask from the present place to the end."""
        while self.place < len(self.questions):
            question = self.questions[self.place]
            try:
                if not question.is_dropped:
                    question.ask(self.terminal)
            except Back:
                self.step_back()
            else:
                self.place += 1

    def step_back(self) -> None:
        """To the question before, past those that are no more."""
        before = [n for n in range(self.place) if not self.questions[n].is_dropped]
        if before:
            self.place = before[-1]
        else:
            self.terminal.tell("  This is the first question.")

    def answers(self) -> list[Answer]:
        """What there is to save so far."""
        found = (question.answer() for question in self.questions)
        return [answer for answer in found if answer is not None]

    def preview(self) -> bool:
        """Show what the answers change, as it comes out when they are written.

        False where something is to be asked again before that; then the place is there.
        """
        self.db.resume()
        has_news = self.has_news()
        answers = self.answers()
        if has_news and (self.place < len(self.questions) or not answers):
            self.db.suspend()
            return False
        try:
            with self.db.rolling_back():
                done = write_answers(self.db, answers, self.month)
        except RefusedAnswers as refused:
            self.terminal.tell(f"  {refused.error.message}. {refused.error.hint}")
            self.place = [question.answer() for question in self.questions].index(refused.answer)
            return False
        finally:
            self.db.suspend()
        for result in value_changes(answers, self.month):
            self.terminal.show(result)
        for sentence in net_worth_before(done, answers, self.db.user.base_currency):
            self.terminal.tell(sentence)
        return True

    def has_news(self) -> bool:
        """Whether the books have changed since they were read, which is told; the walk goes on at
        what is to be asked because of it, or at its end."""
        self.place = len(self.questions)
        news = self.news_of_names(self.begun) if self.begun else self.news_of_values()
        for sentence in news:
            self.terminal.tell(sentence)
        return bool(news)

    def news_of_values(self) -> list[str]:
        """What became of the assets, in sentences; they are taken as they are now."""
        present = {asset.id: asset for asset in self.db.all(EXPECTED_ASSETS, month=self.month)}
        self.held = find_holdings(self.db, self.month)
        news = []
        for question in self.questions:
            if isinstance(question, ValueQuestion) and not question.is_dropped:
                news.append(question.refresh(present, format_month(self.month)))
                if isinstance(question, HoldingQuestion):
                    question.held = self.held.get(question.asset.id, question.held)
                present.pop(question.asset.id, None)
        for asset in present.values():
            news.append(f"{quote(asset.asset)} was opened meanwhile.")
            self.ask_for(asset, "[new]")
        return [sentence for sentence in news if sentence]

    def news_of_names(self, begun: FirstAssets) -> list[str]:
        """Which of the names that were given are taken by now; the first is asked for again."""
        lost = begun.names_lost(self.db)
        if lost:
            self.place = self.questions.index(lost[0])
        return [f"Meanwhile an asset was named {quote(one.draft.name)}." for one in lost]

    def may_save(self) -> bool:
        """Whether to save. Raises Interrupted for a no, and Back."""
        if not self.terminal.agree(
            f"Save {self.count()}?",
            default=True,
            hear=lambda typed: answer_command(self.terminal, typed, HELP_SAVE),
        ):
            raise self.abandon()
        return True

    def offer_to_keep(self) -> list[Answer]:
        """What was answered before Ctrl-C, if it is to be kept; a second Ctrl-C is a no."""
        answers = self.answers()
        if not answers or not self.terminal.agree(f"Keep what you typed so far ({self.count()})?"):
            raise self.abandon()
        return answers

    def count(self) -> str:
        """How much there is to save, in words."""
        answers = self.answers()
        made = sum(not answer.asset.id for answer in answers)
        values = sum(bool(answer.asset.id) or answer.value is not None for answer in answers)
        told = [plural(made, "asset")] if made else []
        return " and ".join([*told, plural(values, "value")] if values else told)

    def abandon(self) -> Interrupted:
        """The end of a walk that leaves the books as they were."""
        return Interrupted(
            "nothing was saved",
            f"Start again with: finally snapshot add --month {format_month(self.month)}",
        )
