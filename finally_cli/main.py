"""The command tree: one line a noun, imported only when it is used; and the way in and out."""

from finally_cli import load_typer  # noqa: F401  before anything else imports Typer

# isort: split
import gc
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NoReturn

import typer

from finally_cli import __version__
from finally_cli.commands.group import FOLDERS, LazyGroup

# Every noun and what it is about, in the order of --help. The module is finally_cli.commands.NOUN.
NOUNS = {
    "demo": "Open ten years of a made-up household, to look around in.",
    "status": "Show the month at a glance, and what is to be done.",
    "snapshot": "What each asset and debt is worth, month by month.",
    "income": "What came in.",
    "expense": "What went out.",
    "close": "Close a month that is done with: nothing in it changes any more.",
    "recurring": "Incomes and expenses that come back every some weeks, months or years.",
    "budget": "What each category may cost, month by month and by the year.",
    "report": "What you own, why it changed, and whether the plan holds.",
    "page": "Make a page to look at: the reports with charts, in one file for a browser.",
    "sql": "Ask the books one statement in SQL, which only looks.",
    "asset": "What you own and what you owe.",
    "category": "How assets, debts, income and expenses are sorted.",
    "target": "The mix you mean to hold, from a month on.",
    "goal": "What you save for, or pay off.",
    "fx": "Exchange rates, month by month.",
    "price": "What one of a share, a fund or a coin costs, day by day.",
    "marketcap": "What whole companies and coins are worth, month by month.",
    "import": "Bring history in from a file.",
    "export": "Bring the books out, for other programs.",
    "source": "Accounts at banks, whose files are imported.",
    "inbox": "Bank rows that no rule decides: look at them, and say what they become.",
    "rule": "What bank rows with these words become; the first rule that fits decides.",
    "audit": "What was done to the books, and whether all of it is still there.",
    "undo": "Take the last command back, or another one.",
    "user": "Whose books are kept here.",
    "db": "The database: start, stop, look, back up, restore, migrate.",
    "config": "Where the books lie, and other settings.",
    "help": "Show what a command does, and how to call it.",
}
INTERRUPTED = 130


class Nouns(LazyGroup):
    """The nouns, of which --help imports none."""

    modules: Mapping[str, str] = {noun: FOLDERS.get(noun, noun) for noun in NOUNS}
    summaries = NOUNS

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            from finally_cli.commands.status.without_words import may_have_books

            args = ["status"] if may_have_books() else []
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="finally",
    cls=Nouns,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"finally {__version__}")
        raise typer.Exit


@app.callback()
def finally_(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=print_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Personal finance on the command line: what you own, why it changed, and what to do.

    Record once a month with `finally snapshot add`; look with `finally report networth`.
    """


def main(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code. Failures have been told on stderr by then."""
    from finally_cli.model import command_line
    from finally_cli.model.advice import books
    from finally_cli.model.masking import masking
    from finally_cli.model.month import known

    command_line.words[:], command_line.bareness.on = arguments, not arguments
    books.profile, books.user, books.nouns = None, None, NOUNS
    masking.on, known.day = False, None
    try:
        return invoke(arguments) if arguments else invoke_alone()
    except (Exception, KeyboardInterrupt) as error:
        from finally_cli.commands.failure import print_failure, to_failure

        failure = to_failure(error)
        masking.on = masking.on or "--mask" in arguments  # also where they could not be read
        print_failure(failure, json="--json" in arguments)
        return int(failure.exit_code)


def invoke_alone() -> int:
    """Run what `finally` alone means: the status, or help where there are no books yet."""
    from finally_cli.commands.status.without_words import NO_BOOKS
    from finally_cli.model.errors import NotFound

    try:
        return invoke([])
    except NotFound as missing:
        if missing.code not in NO_BOOKS:
            raise
        return invoke(["--help"])


def invoke(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code where it does not fail.

    Raises FinallyError, KeyboardInterrupt, and whatever is a bug of ours.
    """
    usage_error: Any = typer.BadParameter.__base__  # Click's own, which Typer does not name
    try:
        done = typer.main.get_command(app)(
            args=list(arguments), prog_name=program_name(), standalone_mode=False, **help_width()
        )
    except usage_error as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return 0
        from finally_cli.commands.usage import usage_failure

        raise usage_failure(error, arguments, program_name()) from None
    except SystemExit as ending:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            return 0  # Typer's end when the reader of its help went away; it has what it wanted
        return ending.code if isinstance(ending.code, int) else 1
    if done == INTERRUPTED:
        raise KeyboardInterrupt  # which Typer has turned into this code without a word
    return done if isinstance(done, int) else 0


def help_width() -> dict[str, Any]:
    """How wide help is where Click would take fifty columns, and the terminal has fewer."""
    columns = shutil.get_terminal_size().columns
    return {"terminal_width": columns - 2} if columns < 52 else {}


def program_name() -> str:
    """The name the program was called by: finally, fin, or python -m finally_cli."""
    name = os.path.basename(sys.argv[0])  # noqa: PTH119  pathlib costs a millisecond here
    return name if name in ("finally", "fin") else "finally"


def run() -> NoReturn:
    """The console script.

    The collector stays off while modules load, and the process ends without taking itself apart:
    by then everything is committed, closed and flushed. Together that is a third of a short run.
    """
    gc.disable()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller, as a cron job or a daemon may do
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123  open to the end
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or (13 if stream is sys.stdout else 0)
    os._exit(code)
