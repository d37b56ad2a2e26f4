"""The command tree: one line a noun, imported only when it is used; and the way in and out."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from finally_cli import __version__

if TYPE_CHECKING:
    from finally_cli.model.errors import FinallyError

# Every noun and what it is about, in the order of --help. The module is finally_cli.commands.NOUN.
NOUNS = {
    "demo": "Open ten years of a made-up household, to look around in.",
    "snapshot": "What each asset and debt is worth, month by month.",
    "report": "What you own, why it changed, and how it is spread.",
    "asset": "What you own and what you owe.",
    "category": "How assets, debts, income and expenses are sorted.",
    "fx": "Exchange rates, month by month.",
    "import": "Bring history in from a file.",
    "user": "Whose books are kept here.",
    "db": "The database: start, stop, look, migrate.",
    "config": "Where the books lie, and other settings.",
}
MODULES = {"import": "import_"}  # where a noun is a keyword of Python


class Nouns(TyperGroup):
    """A group that knows its nouns by name and imports one when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in NOUNS:
            return None
        module = import_module(f"finally_cli.commands.{MODULES.get(cmd_name, cmd_name)}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        # As Click does it, but from the table above: --help imports no noun.
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))


app = typer.Typer(
    name="finally",
    cls=Nouns,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"finally {__version__}")
        raise typer.Exit


@app.callback()
def finally_(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Personal finance on the command line: what you own, why it changed, and what to do.

    Record once a month with `finally snapshot add`; look with `finally report networth`.
    """


def main(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code. Failures have been told on stderr by then."""
    from finally_cli.model.errors import BadUsage, Bug, FinallyError, Interrupted, ResourceFull

    usage_error: Any = typer.BadParameter.__base__  # Click's own, which Typer does not name
    try:
        done = typer.main.get_command(app)(
            args=list(arguments), prog_name=program(), standalone_mode=False
        )
        if done == Interrupted.exit_code:
            raise KeyboardInterrupt  # which Typer has turned into this code without a word
        return done if isinstance(done, int) else 0
    except FinallyError as error:
        failure = error
    except usage_error as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return 0
        where = error.ctx.command_path if error.ctx else program()
        failure = BadUsage(error.format_message().rstrip("."), f"See: {where} --help")
    except (KeyboardInterrupt, EOFError, typer.Abort):
        failure = Interrupted("interrupted", "Nothing of this command was kept.")
    except MemoryError:
        failure = ResourceFull("memory is full", "Nothing of this command was kept.")
    except Exception as error:
        if os.environ.get("FINALLY_DEBUG"):
            raise
        failure = Bug(
            f"a bug of ours: {type(error).__name__}: {error}",
            "Please report it; FINALLY_DEBUG=1 before the command shows where it happened.",
        )
    tell(failure, arguments)
    return int(failure.exit_code)


def tell(failure: "FinallyError", arguments: Sequence[str]) -> None:
    """Tell a failure in the form that was asked for, even where the command line is wrong."""
    from finally_cli.commands.wiring import tell_failure

    if os.environ.get("FINALLY_DEBUG") and failure.__cause__ is not None:
        sys.excepthook(type(failure), failure, failure.__traceback__)
    tell_failure(failure, json="--json" in arguments)


def program() -> str:
    """The name the program was called by: finally, fin, or python -m finally_cli."""
    name = os.path.basename(sys.argv[0])  # noqa: PTH119  pathlib costs a millisecond here
    return name if name in ("finally", "fin") else "finally"


def run() -> NoReturn:
    """The console script.

    The collector stays off while modules load, and the process ends without taking itself apart:
    by then everything is committed, closed and flushed. Together that is a third of a short run.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 13
    os._exit(code)
