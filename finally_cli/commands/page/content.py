"""Everything that stands on a page, asked in one transaction: one state of the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import import_module

from finally_cli.commands.next_command import with_next_commands
from finally_cli.commands.page.asked import panel_of, recorded
from finally_cli.commands.page.own import own_panels
from finally_cli.commands.page.sections import SECTIONS, Question, SectionPlan, command_line
from finally_cli.commands.page.span import Span
from finally_cli.commands.page.tiles import tiles_of
from finally_cli.commands.report.answer_or_reason import answer_or_reason
from finally_cli.commands.status.questions import are_empty
from finally_cli.model.errors import NotFound
from finally_cli.model.month import format_month, today
from finally_cli.model.page import Page, Panel, Section
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database


def page_of(db: Database, profile: Profile, span: Span) -> Page:
    """The page of these months. Raises NotFound where nothing is on record, ever or in them.

    Net worth over time, the first section, says what was before them.
    """
    if are_empty(db):
        raise NotFound(
            "there is nothing on record yet, and so nothing to show",
            "Begin with: finally snapshot add NAME VALUE --category CODE, or look around with:"
            " finally demo",
            code="NO_BOOKS",
        )
    sections = [
        Section(name=plan.name, heading=plan.heading, panels=panels)
        for plan in SECTIONS
        if (panels := list(ask_section(db, profile, plan, span)))
    ]
    if not any(panel.result.rows for one in sections[1:] for panel in one.panels):
        raise NotFound(
            f"there is nothing on record in {title_of(span)}",
            "The newest month with something has a page: finally page",
            code="NO_SNAPSHOTS",
        )
    if panels := list(own_panels(db, span)):
        sections.append(Section(name="own", heading="Your reports", panels=panels))
    return Page(
        title=title_of(span),
        about=about_of(db, profile),
        sections=sections,
        tiles=tiles_of(sections),
    )


def ask_section(db: Database, profile: Profile, plan: SectionPlan, span: Span) -> Iterator[Panel]:
    """A panel for each question of a section that is asked."""
    for question in plan.questions:
        if question.when(span):
            with recorded(db):
                result = ask(db, profile, question, span)
                yield panel_of(
                    db, question.report, result, command_line(question, span),
                    folded=question.folded,
                )  # fmt: skip


def ask(db: Database, profile: Profile, question: Question, span: Span) -> Result:
    """What a report answers, or why it does not."""
    module = import_module(f"finally_cli.commands.report.{question.report}")
    report = getattr(module, question.report)
    result = answer_or_reason(db, profile, report, lambda: dict(question.options(span)))
    return with_next_commands(db, result)


def title_of(span: Span) -> str:
    """What the page is of."""
    return str(span.month.year) if span.is_year else format_month(span.month)


def about_of(db: Database, profile: Profile) -> list[str]:
    """Whose books it shows, in which currency, and as of when."""
    day: date = today()
    whose = db.user.display_name or db.user.email
    return [whose, profile.name, db.user.base_currency, f"made on {day.isoformat()}"]
