"""Commands inside our sentences: each goes to the books that the command line itself was for."""

import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from finally_cli.model.result import Result

# A user's own words stand in quotes, and what they say is no advice of ours.
QUOTED_OR_COMMAND = re.compile(r'"[^"]*"|\bfinally (?=[a-z])')
WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")
OF_A_SENTENCE = re.compile(r"[a-z]+")  # or of a command, as its second word
JOINING = ("and", "first", "if", "in", "on", "or", "then", "to", "until", "when", "with")
NO_BOOKS = ("config", "demo", "help")  # nouns that open none, or their own
NOBODYS = ("db", "user")  # nouns whose commands are for whoever has books here
OF_A_USER = ("user edit",)


@dataclass
class NamedBooks:
    """Which books the command line named, and the nouns by which a command of ours is known."""

    profile: str | None = None
    user: str | None = None
    nouns: Collection[str] = field(default_factory=tuple)


books = NamedBooks()


def with_books_named(text: str, there: NamedBooks = books) -> str:
    """A sentence whose commands have the --profile and --user of the books.

    >>> work = NamedBooks("work", nouns=("asset", "demo"))
    >>> with_books_named("See: finally asset list --all, or look around with: finally demo", work)
    'See: finally asset list --all --profile work, or look around with: finally demo'
    """
    if not (there.profile or there.user) or "finally " not in text:
        return text
    done, place = "", 0
    while found := QUOTED_OR_COMMAND.search(text, place):
        end = found.end()
        said = found[0]
        if not said.startswith('"'):
            end = command_end(text, end)
            said = text[found.start() : end]
            if said.split()[1] in there.nouns:
                said = with_books(said, there)
        done += text[place : found.start()] + said
        place = end
    return done + text[place:]


def command_end(text: str, start: int) -> int:
    """Where a command ends that begins there, with its noun, inside a sentence.

    Of what follows its verb it keeps options and what is no plain word: an option may stand
    before any other word, so that an end too soon does no harm.
    """
    end, count, after_option = start, 0, False
    of_its_name = 1 if text.startswith("undo", start) else 2
    for word in WORD.finditer(text, start):
        bare = word[0] if word[0].endswith("...") else word[0].rstrip(".,;:?)")
        is_plain = OF_A_SENTENCE.fullmatch(bare) is not None
        goes_on = count < of_its_name or (after_option and bare not in JOINING)
        if (is_plain and not goes_on) or not bare:
            break
        end, count = word.start() + len(bare), count + 1
        after_option = bare.startswith("--")
        if bare != word[0]:
            break
    return end


def with_books(command: str, there: NamedBooks) -> str:
    """A command with the --profile and --user of the books, where it needs them."""
    program, noun, *rest = [*command.split(), "", ""]
    if program != "finally" or noun in NO_BOOKS:
        return command
    if there.profile and "--profile" not in rest:
        command += f" --profile {shlex.quote(there.profile)}"
    of_a_user = noun not in NOBODYS or f"{noun} {rest[0]}" in OF_A_USER
    if there.user and of_a_user and "--user" not in rest:
        command += f" --user {shlex.quote(there.user)}"
    return command


def with_profile_flag(result: Result, profile: str | None, user: str | None = None) -> Result:
    """The result with its advice for the books that were named, when it is typed as it stands."""
    if not (profile or user):
        return result
    there = replace(books, profile=profile, user=user)
    return replace(
        result,
        notes=[
            note._replace(command=note.command and with_books(note.command, there))
            for note in result.notes
        ],
        sentences=[with_books_named(sentence, there) for sentence in result.sentences],
        nothing=with_books_named(result.nothing, there),
    )
