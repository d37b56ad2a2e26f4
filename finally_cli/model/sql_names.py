"""Names in a statement's text, turned to other things of the same names.

No statement is understood here: a name counts where it stands behind `public.`, or before the
parenthesis of a call. What stands in quotes or in a comment is no name. In a function as the server
writes it out, the body between $function$ is the text of statements, too.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import ClassVar, LiteralString, NamedTuple

from finally_cli.model.sql_text import fold_identifier

TOKEN = re.compile(
    r"""
    (?P<space> \s+ | --[^\n]* )
    | (?P<comment> /\* )
    | (?P<string> [eE]'(?:[^'\\]|''|\\.)*' | [uU]&(?:'(?:[^']|'')*'|"(?:[^"]|"")*") | '(?:[^']|'')*'
        | (?P<tag>\$(?:[^\W\d]\w*)?\$)(?P<body>.*?)(?P=tag) )
    | (?P<name> "(?:[^"]|"")*" | [^\W\d][\w$]* )
    | (?P<other> \d[\w.]* | . )
    """,
    re.VERBOSE | re.DOTALL,
)
IN_COMMENT = re.compile(r"/\*|\*/")  # comments of this kind hold others
BODY = "$function$"  # between which the server writes a function's body


@dataclass(frozen=True, slots=True)
class StandIns:
    """Temporary things that stand before the real ones of the same names: tables and views, and
    functions.

    `search_path` is the command that has tables looked for among them first; functions never are.
    """

    relations: frozenset[str]
    functions: frozenset[str]
    search_path: ClassVar[LiteralString] = "SET LOCAL search_path = pg_temp, public"

    def turn(self, text: str) -> LiteralString:
        """A statement's text, with what it calls and names turned to them."""
        return turn_names(text, "pg_temp", self.relations, self.functions)


class Token(NamedTuple):
    """A name as the server folds it, or whatever else stands between `start` and `end`."""

    start: int
    end: int
    name: str
    text: str


def read_tokens(text: str) -> list[Token]:
    """The tokens of a statement, without comments and blanks."""
    found: list[Token] = []
    place = 0
    while token := TOKEN.match(text, place):
        end = token.end()
        if token["comment"]:
            end = comment_end(text, end)
        elif token["tag"] == BODY:
            at = token.start("body")
            found += [
                one._replace(start=one.start + at, end=one.end + at)
                for one in read_tokens(token["body"])
            ]
        elif not token["space"]:
            name = fold_identifier(token["name"]) if token["name"] else ""
            found.append(Token(place, end, name, token[0]))
        place = end
    return found


def comment_end(text: str, start: int) -> int:
    """Where a comment ends that has begun with /* before `start`."""
    depth = 1
    for mark in IN_COMMENT.finditer(text, start):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(text)


def names_used(text: str) -> set[str]:
    """What stands behind `public.`, and what is called by its name alone.

    >>> sorted(names_used("SELECT f(a) FROM public.t JOIN s ON g (1) -- h(2)"))
    ['f', 'g', 't']
    """
    tokens = read_tokens(text)
    return {tokens[place].name for place in (*behind_public(tokens), *calls(tokens))}


def turn_names(
    text: str, schema: str, relations: AbstractSet[str], functions: AbstractSet[str]
) -> str:
    """The text with those of its names turned to a schema: each function that is called by its name
    alone, and whatever stands behind `public.`.

    >>> turn_names("SELECT f(1), 'f(1)' FROM t, public.t", "pg_temp", {"t"}, {"f"})
    "SELECT pg_temp.f(1), 'f(1)' FROM t, pg_temp.t"
    """
    tokens = read_tokens(text)
    edits = [
        (tokens[place - 2].start, tokens[place - 2].end, schema)
        for place in behind_public(tokens)
        if tokens[place].name in relations or tokens[place].name in functions
    ]
    edits += [
        (tokens[place].start, tokens[place].start, f"{schema}.")
        for place in calls(tokens)
        if tokens[place].name in functions
    ]
    for start, end, instead in sorted(edits, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def behind_public(tokens: list[Token]) -> list[int]:
    """The places of names that stand behind `public.`."""
    return [
        place
        for place in range(2, len(tokens))
        if tokens[place].name
        and tokens[place - 1].text == "."
        and tokens[place - 2].name == "public"
        and (place < 3 or tokens[place - 3].text != ".")
    ]


def calls(tokens: list[Token]) -> list[int]:
    """The places of names that are called, without a schema.

    A parenthesis follows also the name that a call is given (`f(x) AS name (a, b)`, or without AS)
    and that of a query (`WITH name (a, b) AS (SELECT …)`): they are no calls.
    """
    opened = opening_places(tokens)
    found: list[int] = []
    for place, token in enumerate(tokens[:-1]):
        before = tokens[place - 1] if place else Token(0, 0, "", "")
        if not token.name or tokens[place + 1].text != "(" or before.text == ".":
            continue
        if before.name == "as" or (
            before.text == ")" and not is_distinct_on(tokens, opened.get(place - 1, 0))
        ):
            continue
        if not is_query(tokens, place + 1):
            found.append(place)
    return found


def opening_places(tokens: list[Token]) -> dict[int, int]:
    """Where the parenthesis opens that closes at a place, for each that does."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for place, token in enumerate(tokens):
        if token.text == "(":
            waiting.append(place)
        elif token.text == ")" and waiting:
            found[place] = waiting.pop()
    return found


def is_distinct_on(tokens: list[Token], start: int) -> bool:
    """Whether the parenthesis at `start` is that of DISTINCT ON (…), which a call may follow."""
    return start > 1 and [one.name for one in tokens[start - 2 : start]] == ["distinct", "on"]


def is_query(tokens: list[Token], start: int) -> bool:
    """Whether the columns of a query stand in the parenthesis at `start`: AS and a query follow."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        if not depth:
            following = [one.name or one.text for one in tokens[place + 1 : place + 3]]
            return len(following) == 2 and following[0] == "as" and following[1] in (
                "(", "materialized", "not"
            )  # fmt: skip
    return False
