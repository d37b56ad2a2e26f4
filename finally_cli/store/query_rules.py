"""What a statement of a person's own may be: one that looks, and does nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finally_cli.model.errors import Refused
from finally_cli.model.sql_text import LONGEST, SqlText
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.query_errors import mistake, writes
from finally_cli.store.query_tree import SELECT, UTILITY, QueryTree
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A function, a table or a type that is not asked for a person."""

    kind: str  # function, table or type
    name: str
    reason: str


REFUSALS = Statement("sql/refusals", Refusal)
REASONS = {
    "volatile": "may do more than look (it is volatile)",
    "owner": "runs with the rights of its owner",
    "hidden": "tells or does more than the statement says",
    "others": "is not the database owner's",
    "foreign": "is kept outside of the database",
}
WRITING = frozenset(
    "INSERT UPDATE DELETE MERGE TRUNCATE CREATE ALTER DROP COMMENT GRANT REVOKE COPY IMPORT REINDEX"
    " VACUUM ANALYZE CLUSTER REFRESH REASSIGN SECURITY CALL DO LOCK NOTIFY IMPORT LOAD CHECKPOINT"
    " SELECT WITH TABLE VALUES".split()
)


def refuse_unreadable(text: SqlText) -> None:
    """Raise BadUsage, or BadFile for a file, for what is not even sent to the server."""
    if len(text.typed) > LONGEST:
        raise mistake(
            text,
            f"the statement has {len(text.typed):,} characters",
            f"At most {LONGEST:,} are asked.",
        )
    if (at := text.typed.find("\0")) >= 0:
        raise mistake(text, "the statement holds a NUL character", "Take it out.", at=at)
    if text.first_word.startswith("\\"):
        raise mistake(
            text,
            f"{quote(text.first_word.lower())} is a command of psql, and not SQL",
            "See what there is to ask: finally sql --tables. For psql: finally db shell",
            at=text.typed.index("\\"),
        )
    if text.stray is not None:
        raise mistake(
            text,
            "a % stands by itself",
            "Write %% for a percent sign where a statement has parameters.",
            at=text.stray,
        )


def refuse_what_does_more(db: Database, text: SqlText, tree: QueryTree | None) -> None:
    """Raise Refused for a statement that does more than look, as its tree has it."""
    if tree is None:
        raise Refused(
            "the server does not show how it understands the statement, which so cannot be checked",
            "It, or what stands before it, keeps debug_print_parse from you: ask its operator.",
            code="SQL_NOT_CHECKED",
        )
    if tree.command == UTILITY:
        raise refusal_of_utility(text)
    if tree.command != SELECT or tree.write:
        raise writes(text, tree.write)
    if tree.locks:
        raise Refused(
            "a statement here only looks, and FOR UPDATE or FOR SHARE would lock rows",
            "Leave it out.",
            code="SQL_WRITES",
        )
    for refusal in db.all(
        REFUSALS,
        functions=list(tree.functions),
        relations=list(tree.relations),
        types=list(tree.types),
    ):
        raise refusal_of_call(text, refusal)


def refusal_of_utility(text: SqlText) -> Refused:
    """The refusal of what is no query at all."""
    word = text.first_word
    if word == "EXPLAIN":
        return Refused(
            "EXPLAIN is an option here, and no part of the statement",
            "Write the statement alone, and --explain beside it.",
            code="SQL_NOT_A_QUERY",
        )
    if word in WRITING:
        return writes(text, "SELECT INTO" if word in ("SELECT", "WITH") else word)
    return Refused(
        f"a statement here asks a question, and {word or 'this one'} is none",
        "Write a SELECT. A session of your own: finally db shell",
        code="SQL_NOT_A_QUERY",
    )


def refusal_of_call(text: SqlText, refusal: Refusal) -> Refused:
    """The refusal of a function or a table, with its place in the statement if it is there."""
    found = re.search(rf"\b{re.escape(refusal.name)}\b", text.typed, re.IGNORECASE)
    at = found.start() if found else None
    name = quote(refusal.name)
    if refusal.kind != "function":
        message = f"the {refusal.kind} {name} {REASONS[refusal.reason]}"
        hint = "See what there is to ask: finally sql --tables"
    else:
        message = f"a statement may not call {name}, which {REASONS[refusal.reason]}"
        hint = "Leave it out." if found else "Leave out what calls it, such as a view."
    return Refused(
        message,
        hint,
        code="SQL_CALLS_MORE",
        details={} if at is None else text.place(at)._asdict(),
        excerpt=None if at is None else text.excerpt(at),
    )
