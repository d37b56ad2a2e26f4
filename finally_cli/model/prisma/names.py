"""Names of tables and columns as names in a Prisma schema."""

import re


def name_of(name: str) -> str:
    """The name itself, where Prisma takes it: it begins with a letter, and has no blanks or signs.

    Another is mended as `prisma db pull` mends it, and the true one goes into a map.

    >>> name_of("asset_inputs"), name_of("my table"), name_of("2nd")
    ('asset_inputs', 'my_table', 'nd')
    """
    return re.sub(r"[^A-Za-z0-9_]", "_", re.sub(r"^[^A-Za-z]+", "", name)) or "unnamed"
