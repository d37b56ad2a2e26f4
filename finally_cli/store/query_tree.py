"""What the server itself understands of a statement: the tree that it prints when it is asked to.

No text is parsed here, and none is judged by its words: what the server has made of it names every
function by its oid, whatever it was called. It is told as a LOG message, which is sent to whoever
asks (client_min_messages), and written to the server's own log.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TITLE = "parse tree:"  # of the message, in whatever language the server speaks
SELECT, UPDATE, INSERT, DELETE, MERGE, UTILITY = 1, 2, 3, 4, 5, 6  # CmdType of nodes.h
WRITES = {UPDATE: "UPDATE", INSERT: "INSERT", DELETE: "DELETE", MERGE: "MERGE"}
# How the setting is said in this transaction, and taken back.
SHOW_TREE = (
    "SET LOCAL client_min_messages = log; SET LOCAL debug_pretty_print = off;"
    " SET LOCAL debug_print_parse = on"
)
HIDE_TREE = "SET LOCAL debug_print_parse = off; SET LOCAL client_min_messages = warning"
# A domain has checks, which the server may call while it parses. What runs there can tell a tree of
# its own; only if it keeps the true one from being told as well is that the only one.
IS_TREE_SHOWN = (
    "SELECT current_setting('client_min_messages') = 'log'"
    " AND current_setting('debug_print_parse') = 'on'"
)


@dataclass(frozen=True, slots=True)
class QueryTree:
    """What a statement is (`command`, `write` within it, `locks`), and what it calls and reads, and
    of which types its values are."""

    command: int
    write: str
    locks: bool
    functions: tuple[int, ...]
    relations: tuple[int, ...]
    types: tuple[int, ...]


def read_tree(told: Sequence[tuple[str, str]]) -> QueryTree | None:
    """The tree in the messages of one Parse, each (message, detail); None if there is not one.

    What a person wrote stands in it as bytes, or with blanks and brackets escaped, and cannot look
    like a field of a node; what looked like one would be refused, not let through.
    """
    trees = [detail for message, detail in told if message == TITLE]
    if len(trees) != 1 or not (first := re.match(r"\{QUERY\s+:commandType\s+(\d+)\s", trees[0])):
        return None
    tree = trees[0]
    commands = [int(found) for found in re.findall(r"\{QUERY\s+:commandType\s+(\d+)", tree)]
    return QueryTree(
        command=int(first[1]),
        write=next((WRITES[one] for one in commands if one in WRITES), ""),
        locks=bool(re.search(r":rowMarks\s+\(|:hasForUpdate\s+true", tree)),
        functions=oids(r":(?:\w*funcid|aggfnoid|winfnoid|\w+InRangeFunc|tsmhandler)\s+(\d+)", tree),
        relations=oids(r":relid\s+(\d+)", tree),
        types=oids(r":\w*typ(?!mod)\w*\s+(?:\(o\s+)?([\d ]+)", tree),
    )


def oids(field: str, tree: str) -> tuple[int, ...]:
    """The oids in a field of any node, each once; a field may hold several."""
    said = {int(oid) for found in re.findall(field, tree) for oid in found.split()}
    return tuple(sorted(said - {0}))
