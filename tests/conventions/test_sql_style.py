"""How a statement is written, beyond what the server can say about it."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg

from tests.support.each import each
from tests.support.sql_files import NAMES, PACKAGE, sql_files

LONGEST = 100  # lines of a statement; past that it wants a view or a second statement
KEYWORDS = frozenset(
    """
    ALL AND AS ASC BETWEEN BY CASE CONFLICT CROSS DEFAULT DELETE DESC DISTINCT DO ELSE END EXCEPT
    EXISTS FILTER FROM FULL GROUP GROUPING HAVING ILIKE IN INNER INSERT INTERSECT INTO IS JOIN
    LATERAL LEFT LIKE LIMIT MATERIALIZED NOT NOTHING NULL NULLS OFFSET ON OR ORDER OVER PARTITION
    RECURSIVE RETURNING SELECT SET SETS THEN UNION UPDATE USING VALUES WHEN WHERE WINDOW WITH
    """.split()
)
# Words of the language only in their places: elsewhere they may be names.
ALSO_IN_CAPITALS = frozenset(
    "YEAR MONTH FIRST LAST CREATE TEMPORARY TABLE COMMIT DROP ANY FOR NO KEY ORDINALITY"
    " AT TIME ZONE ROWS COLLATE C UNBOUNDED PRECEDING PRIMARY ANALYZE".split()
)
# A string, a name with its qualifier, a cast, a placeholder, or one character of anything else.
TOKEN = re.compile(r"'(?:[^']|'')*'|%\(\w+\)s|::|[A-Za-z_][\w.]*(?:\[\])?|\d+|\n|%%|\S")
# What the owner asks of the whole database.
OF_ALL_USERS = frozenset({"backup/audit_heads"})
ENDS_A_LIST = frozenset("FROM WHERE UNION INTO ORDER LIMIT HAVING GROUP".split())


def tokens(name: str) -> Iterator[tuple[int, str]]:
    """Each token of a statement with how deep in brackets it stands; no comments."""
    depth = 0
    for token in TOKEN.findall(re.sub(r"--.*", "", sql_files()[name].body)):
        depth -= token == ")"
        yield depth, token
        depth += token == "("


def words(name: str) -> list[tuple[int, str]]:
    """The tokens without line breaks."""
    return [(depth, token) for depth, token in tokens(name) if token != "\n"]


@each("name", NAMES)
def test_a_file_holds_one_statement_of_readable_length(name: str) -> None:
    file = sql_files()[name]
    assert [token for _, token in words(name)].count(";") == 1
    assert file.body.endswith(";\n")
    assert file.body.count("\n") <= LONGEST, file.path
    assert all(len(line) <= 120 for line in file.body.splitlines())
    assert "\t" not in file.body


@each("name", NAMES)
def test_keywords_are_in_capitals_and_nothing_else_is(name: str) -> None:
    bare = [token for _, token in words(name) if token[0].isalpha()]
    assert [token for token in bare if token.upper() in KEYWORDS and not token.isupper()] == []
    capitals = {token for token in bare if token.isupper()}
    assert capitals - KEYWORDS - ALSO_IN_CAPITALS == set()


@each("name", NAMES)
def test_a_select_names_what_it_takes_one_item_a_line(name: str) -> None:
    listed = list(tokens(name))
    assert not re.search(r"\.\*|SELECT\s+\*", sql_files()[name].body), "SELECT *"
    for place, (depth, token) in enumerate(listed):
        if token != "SELECT":
            continue
        for (inner, word), (_, following) in zip(listed[place:], listed[place + 1 :], strict=False):
            if inner < depth or (inner == depth and word in ENDS_A_LIST):
                break
            assert inner != depth or word != "," or following == "\n"


@each("name", NAMES)
def test_values_come_as_named_parameters_each_cast_to_its_type(name: str) -> None:
    listed = [token for _, token in words(name)]
    types = {param.name: param.type for param in sql_files()[name].params}
    for place, token in enumerate(listed):
        assert token != "%", "a value without a name, or a lone percent sign: write %%"
        if token.startswith("%("):
            assert listed[place + 1 : place + 3] == ["::", types[token[2:-2]]], token


@each("name", NAMES)
def test_what_gives_many_rows_says_their_order(name: str) -> None:
    listed = words(name)
    outermost = [token for depth, token in listed if depth == 0]
    counts = outermost[outermost.index("SELECT") + 1] == "count" if "SELECT" in outermost else False
    is_read = bool(sql_files()[name].rows) and "RETURNING" not in outermost
    if is_read and "FROM" in outermost and not counts:
        assert "ORDER" in outermost
    for place, (depth, token) in enumerate(listed):
        if token == "LIMIT":
            before = [word for inner, word in listed[:place] if inner == depth]
            since = before[len(before) - 1 - before[::-1].index("SELECT") :]
            assert "ORDER" in since, "LIMIT takes whichever rows come first"


@each("name", NAMES)
def test_what_replaces_a_row_sets_only_what_the_new_row_or_the_old_one_says(name: str) -> None:
    flat = " ".join(token for _, token in words(name))
    for clause in re.findall(
        r"DO UPDATE SET (.*?)(?: RETURNING | \) , \w+ AS | \) SELECT |;|$)", flat
    ):
        assert not re.search(r"%\(|\bnow \(|clock_timestamp|current_|SELECT", clause), clause


@each("name", NAMES)
def test_what_touches_a_users_rows_names_the_user(
    name: str, owner: psycopg.Connection[Any]
) -> None:
    if name in OF_ALL_USERS:
        return
    owned = owned_tables(owner)
    flat = " ".join(token for _, token in words(name))
    found = re.findall(r"(?:FROM|JOIN|UPDATE) (\w+)(?: AS (\w+))?", flat)
    for table, alias in found:
        if table in owned:  # that it follows from a join is not enough: each index needs it said
            said = rf"\b{alias or table}\.user_id = %\(user_id\)s"
            assert re.search(said, flat), f"{alias or table}.user_id = %(user_id)s::uuid"
    for table, columns in re.findall(r"INSERT INTO (\w+) \( ([^)]*) \)", flat):
        assert table not in owned or "user_id" in columns.split(), table


def owned_tables(owner: psycopg.Connection[Any]) -> set[str]:
    """The tables and views whose rows belong to a user."""
    rows = owner.execute(
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
        " WHERE relnamespace = 'public'::regnamespace AND attname = 'user_id'"
        " AND (relkind = 'v' OR relkind = 'r' AND attnotnull)"
    )
    return {name for (name,) in rows}


def test_identity_is_said_by_set_local_and_nowhere_by_set_config() -> None:
    """What set_config says does not reach the nodes of a cluster."""
    said = [
        f"{path.name}:{number}"
        for path in [*PACKAGE.rglob("*.py"), *(sql_files()[name].path for name in NAMES)]
        if "prisma" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "set_config('finally." in line
    ]
    assert said == []
