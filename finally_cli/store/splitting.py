"""Where each statement of a migration begins: asked for only when one has failed."""

import re
from collections.abc import Iterator

# What may hold a semicolon that ends nothing; then one that does; then anything else.
TOKEN = re.compile(
    r"""
    (?P<remark> --[^\n]* | /\*.*?\*/ | \s+ )
    | (?P<end> ; )
    | \bBEGIN\s+ATOMIC\b .*? ; \s* END\b
    | \$(?P<tag>\w*)\$ .*? \$(?P=tag)\$
    | '(?:[^']|'')*'
    | "(?:[^"]|"")*"
    | .
    """,
    re.DOTALL | re.VERBOSE,
)


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the line it begins on, counted from 1.

    >>> list(statements("-- one; two\\nSELECT ';';\\n\\nSELECT $$a;b$$\\n"))
    [(2, "SELECT ';'"), (4, 'SELECT $$a;b$$\\n')]
    >>> len(list(statements("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3")))
    2
    """
    begin: int | None = None
    for token in TOKEN.finditer(text):
        if token["end"]:
            if begin is not None:
                yield text.count("\n", 0, begin) + 1, text[begin : token.start()]
            begin = None
        elif not token["remark"] and begin is None:
            begin = token.start()
    if begin is not None:
        yield text.count("\n", 0, begin) + 1, text[begin:]
