"""The man pages: one of the program, one of each noun, made from the tree of commands.

What the tree does not know, the exit codes and the environment, is told by tables of the pages.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from finally_cli.commands.group import COMMON_OPTIONS
from finally_cli.main import NOUNS
from tests.support.command_tree import Words, commands, nodes

DOCS = Path(__file__).parents[2] / "docs"
SPECIAL = {"\\": r"\(rs", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "~": r"\(ti", "^": r"\(ha"}


def man_pages() -> dict[str, str]:
    """Every page by the name of its file, such as finally-snapshot.1."""
    of_nouns = {f"finally-{noun}.1": page_of_noun(noun) for noun in NOUNS}
    return {"finally.1": page_of_program(), "fin.1": ".so man1/finally.1\n"} | of_nouns


def page_of_program() -> str:
    """finally(1): the nouns, the common options, and what concerns all commands."""
    about, _, more = nodes()[()].help.partition("\n\n")
    first = about.removesuffix(".")
    return "".join(
        [
            header("finally", f"{first[0].lower()}{first[1:]}"),
            synopsis("finally NOUN VERB [OPTIONS]", "finally NOUN --help", "fin NOUN VERB"),
            ".SH DESCRIPTION\n",
            paragraph(" ".join(more.split())),
            ".SH COMMANDS\n",
            *(entry(escape(f"`finally-{noun}`(1)"), summary) for noun, summary in NOUNS.items()),
            ".SH OPTIONS\n",
            *(entry(bold_options(names), about) for names, about in records_of(())),
            ".SH COMMON OPTIONS\nEach command takes most of these.\n",
            *(entry(bold_options(names), about) for names, about in common_options().items()),
            ".SH EXIT STATUS\n",
            *(entry(escape(code), what) for code, what, _ in table("scripting.md", "Exit codes")),
            ".SH ENVIRONMENT\n",
            *(entry(escape(name), what) for name, what in table("settings.md", "The environment")),
            see_also(f"finally-{noun}" for noun in NOUNS),
        ]
    )


def page_of_noun(noun: str) -> str:
    """finally-NOUN(1): each of its commands, with what it takes and its examples."""
    of_noun = {words: node for words, node in nodes().items() if words[:1] == (noun,)}
    verbs = {words: node for words, node in of_noun.items() if hasattr(node, "examples")}
    summary = NOUNS[noun].removesuffix(".")
    return "".join(
        [
            header(f"finally-{noun}", f"{summary[0].lower()}{summary[1:]}"),
            synopsis(*(usage(words) for words in verbs)),
            ".SH DESCRIPTION\n" if verbs.keys() == {(noun,)} else ".SH COMMANDS\n",
            *(command(words, alone=len(verbs) == 1) for words in verbs),
            see_also(["finally"]),
        ]
    )


def command(words: Words, *, alone: bool) -> str:
    """A command: what it does, its own options by their help, the common ones by name, examples."""
    node = nodes()[words]
    sections = node.parameter_sections(context(words))
    common = [names for names, _ in sections.pop(COMMON_OPTIONS)]
    parts = [] if alone else [f".SS {escape(' '.join(('finally', *words)))}\n"]
    parts += [paragraph(" ".join(text.split())) for text in node.description.split("\n\n")]
    parts += [
        entry(bold_options(names), about)
        for records in sections.values()
        for names, about in records
    ]
    parts.append(".PP\nCommon options, explained in\n.BR finally (1):\n")
    parts.append(lines(", ".join(bold_options(names) for names in common) + "."))
    parts.append(".PP\nExamples:\n.RS 4\n.EX\n")
    parts += [f"{escape(line)}\n" for line in node.examples]
    parts.append(".EE\n.RE\n")
    return "".join(parts)


def header(name: str, about: str) -> str:
    return (
        '.\\" Made from the command tree by: pytest --update-golden\n'
        f'.TH {escape(name.upper())} 1 "" FinAlly "User Commands"\n'
        ".nh\n.ad l\n"
        f".SH NAME\n{escape(name)} \\- {escape(about)}\n"
    )


def synopsis(*commands: str) -> str:
    """The lines that call something, its fixed words in bold."""
    shown = []
    for line in commands:
        fixed = " ".join(re.match(r"(?:[a-z]+(?: |$))+", line)[0].split())  # type: ignore[index]
        shown.append(f"\\fB{escape(fixed)}\\fR{escape(line.removeprefix(fixed))}\n")
    return ".SH SYNOPSIS\n" + ".br\n".join(shown)


def usage(words: Words) -> str:
    """How a command is called."""
    found = context(words)
    return " ".join((found.command_path, *nodes()[words].collect_usage_pieces(found)))


def context(words: Words) -> Any:
    """The context of a command below those of its noun and of the program."""
    found = None
    for place in range(len(words) + 1):
        name = words[place - 1] if place else "finally"
        node = nodes()[words[:place]]
        found = node.make_context(name, [], parent=found, resilient_parsing=True)
    return found


def records_of(words: Words) -> list[tuple[str, str]]:
    """The options of a group, each as (names, what it is for)."""
    found = context(words)
    records = [one.get_help_record(found) for one in nodes()[words].get_params(found)]
    return [record for record in records if record]


def common_options() -> dict[str, str]:
    """What all commands share, by its names."""
    found: dict[str, str] = {}
    for words, node in commands().items():
        found |= dict(node.parameter_sections(context(words))[COMMON_OPTIONS])
    return found


def table(page: str, heading: str) -> Iterator[list[str]]:
    """The rows of the table that stands below a heading of a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    _, _, below = text.partition(f"## {heading}\n")
    for row in re.findall(r"^\| (.*)\|$", below.partition("\n## ")[0], re.MULTILINE)[1:]:
        yield [cell.strip() for cell in row.split("|")]


def see_also(names: Iterable[str]) -> str:
    return ".SH SEE ALSO\n" + ",\n".join(f".BR {escape(name)} (1)" for name in names) + "\n"


def paragraph(text: str) -> str:
    return f".PP\n{lines(escape(text))}"


def entry(names: str, about: str) -> str:
    """A word or an option with what it means, which stands beside or below it."""
    return f".TP\n{names}\n{lines(escape(' '.join(about.split())))}"


def bold_options(names: str) -> str:
    """The names of an option, in bold, with its value, in italics.

    >>> print(bold_options("-q, --month [MONTH]"))
    \\fB\\-q\\fR, \\fB\\-\\-month\\fR \\fI[MONTH]\\fR
    """
    words = re.split(r"(, | / | )", names)
    return "".join(
        word if word in (", ", " / ", " ")
        else f"\\f{'B' if word.startswith('-') else 'I'}{escape(word)}\\fR"
        for word in words
    )  # fmt: skip


def escape(text: str) -> str:
    """Text as roff prints it, unchanged; what stands in backticks is bold.

    >>> print(escape("Say `--all`: it's in C:\\\\books"))
    Say \\fB\\-\\-all\\fR: it\\(aqs in C:\\(rsbooks
    """
    escaped = "".join(SPECIAL.get(character, character) for character in text)
    return re.sub(r"`(.+?)`", r"\\fB\1\\fR", escaped)


def lines(escaped: str) -> str:
    """Text in lines, none of which begins as a request does."""
    wrapped = textwrap.wrap(escaped, 100, break_long_words=False, break_on_hyphens=False)
    return "".join(f"\\&{line}\n" if line.startswith(".") else f"{line}\n" for line in wrapped)
