"""What a report answers to whoever asks several, or why it does not."""

from __future__ import annotations

from collections.abc import Callable

from finally_cli.commands.command import inject
from finally_cli.model.errors import ExitCode, FinallyError
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows

Options = dict[str, object]


def answer_or_reason(
    db: Database,
    profile: Profile,
    report: Callable[..., None],
    options: Callable[[], Options],
) -> Result:
    """What a report answers, or why it does not, in place of its rows."""
    body: Callable[..., Result] = report.__dict__["body"]
    try:
        return body(**options(), **inject(body, db=db, profile=profile))
    except FinallyError as error:
        if error.exit_code not in (ExitCode.NOT_FOUND, ExitCode.REFUSED, ExitCode.DENIED):
            raise
        reason = f"{error.message[:1].upper()}{error.message[1:]}."
        return Result(NoRows, sentences=[reason, *([error.hint] if error.hint else [])])
