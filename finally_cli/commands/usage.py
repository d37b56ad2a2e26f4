"""A command line that is wrong: what is said of it, and the one that was meant.

Everything here asks the command tree itself, so that a new command is known by being there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import suggestions

SIMILARITY = 0.7  # how like a word must be to one of the command tree
# Words that other programs have for our verbs.
VERB_SYNONYMS = {
    "create": "add", "new": "add", "record": "add",
    "remove": "delete", "rm": "delete", "del": "delete",
    "change": "edit", "modify": "edit", "update": "edit",
    "ls": "list", "show": "list", "view": "list",
}  # fmt: skip


def usage_failure(error: Any, typed: Sequence[str], program: str) -> BadUsage:
    """What to say of a usage error of Click's; `typed` is the whole command line."""
    where = error.ctx.command_path if error.ctx else program
    help_line = f"See: {where} --help"
    if type(error).__name__ == "NoSuchOption":
        return no_such_option(error, typed, help_line)
    if error.ctx and is_group(error.ctx.command) and error.message.startswith("No such command"):
        return no_such_command(error, typed, help_line)
    message = " ".join(error.format_message().split()).rstrip(".")
    # Click lists choices over several lines, with commas; numbers by the name of its own type.
    message = re.sub(r"\. Choose from: (.*)$", lambda names: f": {or_choices(names[1])}", message)
    message = re.sub(
        r"is not a valid (?:int|integer)(?: range)?$", "is not a whole number", message
    )
    if message.startswith("Got unexpected extra argument"):
        return extra_argument(error, message, help_line)
    return BadUsage(message, help_line)


def or_choices(names: str) -> str:
    """Choices that stand with commas, as words.

    >>> or_choices("month, quarter, year")
    'month, quarter or year'
    """
    *others, last = names.split(", ")
    return f"{', '.join(others)} or {last}" if others else last


def no_such_option(error: Any, typed: Sequence[str], help_line: str) -> BadUsage:
    """The refusal of an option that the command does not have, with the one it is like."""
    wanted, ctx = error.option_name, error.ctx
    message = error.message.rstrip(".")
    moved = after_the_command(ctx, wanted, list(typed)) if is_group(ctx.command) else ""
    if moved:
        return BadUsage(f"{wanted} belongs after the command", f"Did you mean: {moved}")
    known = [name for one in ctx.command.get_params(ctx) for name in one.opts if "--" in name]
    close = [name for name in known if name.startswith(wanted) and wanted != "--"]
    close = close or suggestions(wanted, known, SIMILARITY)
    if not close or not wanted.startswith("--"):
        return BadUsage(message, help_line)
    return BadUsage(message, f"Did you mean {or_choices(', '.join(close))}? {help_line}")


def after_the_command(ctx: Any, option: str, typed: list[str]) -> str:
    """The command line with an option moved behind the command's own words; empty where the
    command does not have it either.

    finally --json report networth: finally report networth --json
    """
    at = next((i for i, word in enumerate(typed) if word.partition("=")[0] == option), None)
    if at is None:
        return ""
    for taken in (1, 2):
        words = [*typed[:at], *typed[at + taken :]]
        length, command = resolve_words(ctx.find_root(), words)
        if not length or is_group(command):
            continue
        takes_value = {
            name: not one.is_flag
            for one in command.params
            for name in (*one.opts, *one.secondary_opts)
            if one.param_type_name == "option"
        }
        needs = 2 if takes_value.get(option) and "=" not in typed[at] else 1
        if option in takes_value and taken == needs:
            return pasteable_line(ctx, [*words, *typed[at : at + taken]])
    return ""


def extra_argument(error: Any, message: str, help_line: str) -> BadUsage:
    """The refusal of more words than a command takes."""
    if any(one.param_type_name == "argument" for one in error.ctx.command.params):
        return BadUsage(message, f"A name of several words goes in quotes. {help_line}")
    return BadUsage(message, help_line)


def no_such_command(error: Any, typed: Sequence[str], help_line: str) -> BadUsage:
    """The refusal of a word that no command is called by, with the command line that was meant."""
    ctx = error.ctx
    word, *rest = typed[len(path_of(ctx)) :]
    meant = next(guesses(ctx, word, rest), None)
    hint = f"Did you mean: {pasteable_line(ctx, meant)}" if meant else help_line
    return BadUsage(f"No such command {word!r}", hint)


def guesses(ctx: Any, word: str, rest: list[str]) -> Iterator[list[str]]:
    """Command lines that may have been meant by a word in a group, the likeliest first."""
    root, path = ctx.find_root(), path_of(ctx)
    here, said = names_in(ctx, path), word.casefold()
    for name in (*singulars(said), VERB_SYNONYMS.get(said, ""), said.replace("-", ""), said):
        if name in here:
            yield complete_line([*path, name], rest, root)
    reports = names_in(root, ["report"])
    if path and path != ["report"]:
        if re.match(r"[-+]?[0-9]", word) and "add" in here:
            yield [*path, "add", word, *rest]
        close = suggestions(said, here, SIMILARITY)
        if close:
            yield [*path, close[0], *rest]
        return
    for name in (*singulars(said), said.replace("-", ""), said):
        if name in reports:
            yield ["report", name, *rest]
        if path and name in names_in(root, []):
            yield complete_line([name], rest, root)
    if not path:
        yield from verb_first_guesses(root, said, rest)
    close = suggestions(said, [*here, *reports], SIMILARITY)
    if close:
        yield complete_line(
            [*path, close[0]] if close[0] in here else ["report", close[0]], rest, root
        )


def verb_first_guesses(root: Any, verb: str, rest: list[str]) -> Iterator[list[str]]:
    """Command lines for a verb that was typed before its noun, or without one."""
    nouns = names_in(root, [])
    verbs = {verb, VERB_SYNONYMS.get(verb, verb)}
    for noun in singulars(rest[0].casefold()) if rest else ():
        found = verbs & set(names_in(root, [noun])) if noun in nouns else set()
        if found:
            yield [noun, found.pop(), *rest[1:]]
    having = [noun for noun in nouns if verb in names_in(root, [noun])]
    if len(having) == 1:
        yield [having[0], verb, *rest]


def complete_line(path: list[str], rest: list[str], root: Any) -> list[str]:
    """A command line; where it would end with a noun, with that noun's list."""
    if (not rest or rest[0].startswith("-")) and "list" in names_in(root, path):
        return [*path, "list", *rest]
    return [*path, *rest]


def singulars(word: str) -> list[str]:
    """What a word may be the plural of, itself among it.

    >>> singulars("categories"), singulars("expenses")
    (['categories', 'categorie', 'category'], ['expenses', 'expense'])
    """
    found = [word]
    if word.endswith("s"):
        found.append(word[:-1])
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    return found


def resolve_words(root: Any, words: Sequence[str]) -> tuple[int, Any]:
    """How many of the words lead down the command tree, and the command where they end."""
    node, length = root.command, 0
    for word in words:
        below = node.get_command(root, word) if is_group(node) else None
        if below is None:
            break
        node, length = below, length + 1
    return length, node


def names_in(ctx: Any, path: Sequence[str]) -> list[str]:
    """The names of the commands in a group; none where the words lead to a command, or nowhere."""
    length, node = resolve_words(ctx.find_root(), path)
    return list(node.list_commands(ctx)) if length == len(path) and is_group(node) else []


def path_of(ctx: Any) -> list[str]:
    """The words that lead to the command of a context."""
    path: list[str] = []
    while ctx.parent is not None:
        path.insert(0, ctx.info_name)
        ctx = ctx.parent
    return path


def is_group(command: Any) -> bool:
    return hasattr(command, "list_commands")


def pasteable_line(ctx: Any, words: Sequence[str]) -> str:
    """A command line to paste."""
    return f"{ctx.find_root().info_name} {shlex.join(words)}"
