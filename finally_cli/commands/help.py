"""finally help: what --help says of a command, asked for by the command's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from finally_cli.commands import completion
from finally_cli.commands.group import Noun
from finally_cli.commands.usage import guesses, is_group, pasteable_line, resolve_words
from finally_cli.model.errors import BadUsage

app = Noun("Show what a command does, and how to call it.")


@app.command("help")
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NOUN [VERB]]",
            help="The command, or a noun for all of its commands; alone, every noun.",
            autocompletion=completion.command_words,
        ),
    ] = None,
) -> None:
    """Show what a command does, and how to call it.

    Examples:
        finally help snapshot add
        finally help report
    """
    here: Any = ctx.find_root()
    following = list(words or [])
    while following:
        word = following.pop(0)
        below = here.command.get_command(here, word) if is_group(here.command) else None
        if below is None and hasattr(here.command, "refuse_broken"):
            here.command.refuse_broken(word)
        if below is None:
            raise no_help(here, word, following)
        here = below.make_context(word, [], parent=here, resilient_parsing=True)
    typer.echo(here.get_help())


def no_help(here: Any, word: str, following: Sequence[str]) -> BadUsage:
    """The refusal of a word that no command is called by, with the help that was meant.

    `here` is the context of the group, or of the command that has none below it.
    """
    hint = f"See: {here.command_path} --help"
    # A word more, though an empty one: a noun alone would be taken for its list.
    meant = next(guesses(here, word, [*following, ""]), []) if is_group(here.command) else []
    length, _ = resolve_words(here.find_root(), meant)
    if length:
        hint = f"Did you mean: {pasteable_line(here, ['help', *meant[:length]])}"
    return BadUsage(f"No such command {word!r}", hint)
