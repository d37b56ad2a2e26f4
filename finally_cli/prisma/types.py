"""PostgreSQL's types and defaults in the words of a Prisma schema."""

from __future__ import annotations

import re

from finally_cli.prisma.catalog import Column


def field_name(name: str) -> str:
    """The name itself, where Prisma takes it: it begins with a letter, and has no blanks or signs.

    Another is mended as `prisma db pull` mends it, and the true one goes into a map.

    >>> field_name("asset_inputs"), field_name("my table"), field_name("2nd")
    ('asset_inputs', 'my_table', 'nd')
    """
    return re.sub(r"[^A-Za-z0-9_]", "_", re.sub(r"^[^A-Za-z]+", "", name)) or "unnamed"


# As format_type writes a type: its words, what is in brackets, a time zone.
TYPE = re.compile(r"([a-z ]+?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?")
# The scalar, and the attribute that tells it from its like; {} is what stands in brackets.
TYPES = {
    "bigint": ("BigInt", ""),
    "bit": ("String", "@db.Bit{}"),
    "bit varying": ("String", "@db.VarBit{}"),
    "boolean": ("Boolean", ""),
    "bytea": ("Bytes", ""),
    "character": ("String", "@db.Char{}"),
    "character varying": ("String", "@db.VarChar{}"),
    "citext": ("String", "@db.Citext"),
    "date": ("DateTime", "@db.Date"),
    "double precision": ("Float", ""),
    "inet": ("String", "@db.Inet"),
    "integer": ("Int", ""),
    "json": ("Json", "@db.Json"),
    "jsonb": ("Json", ""),
    "money": ("Decimal", "@db.Money"),
    "numeric": ("Decimal", "@db.Decimal{}"),
    "oid": ("Int", "@db.Oid"),
    "real": ("Float", "@db.Real"),
    "smallint": ("Int", "@db.SmallInt"),
    "text": ("String", ""),
    "time with time zone": ("DateTime", "@db.Timetz{}"),
    "time without time zone": ("DateTime", "@db.Time{}"),
    "timestamp with time zone": ("DateTime", "@db.Timestamptz{}"),
    "timestamp without time zone": ("DateTime", "@db.Timestamp{}"),
    "uuid": ("String", "@db.Uuid"),
    "xml": ("String", "@db.Xml"),
}
USUAL_TIME = "@db.Timestamp(3)"  # what Prisma takes a DateTime for, where nothing else is said
OF_ENUM = re.compile(r"'((?:[^']|'')*)'::.+")
LITERAL = re.compile(r"'((?:[^']|'')*)'::[a-z ]+")
COUNTER = re.compile(r"nextval\(.*\)")


def quote_string(text: str) -> str:
    """A string as a Prisma schema writes it.

    >>> print(quote_string('say "a"'))
    "say \\"a\\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def is_known(column: Column) -> bool:
    """Whether Prisma has a type for it: keys and relations are made of no others."""
    return column.enum_name is not None or scalar_of(column.type)[0] is not None


def scalar_of(type_: str) -> tuple[str | None, str]:
    """Scalar and attribute for a type as PostgreSQL writes it, or for a list of that type.

    >>> scalar_of("numeric(24,4)")
    ('Decimal', '@db.Decimal(24, 4)')
    >>> scalar_of("timestamp with time zone")
    ('DateTime', '@db.Timestamptz(6)')
    >>> scalar_of("text[]")
    ('String', '')
    >>> scalar_of("tsvector")
    (None, '')
    """
    found = TYPE.fullmatch(type_.removesuffix("[]"))
    if not found or found[1] + (found[3] or "") not in TYPES:
        return None, ""
    scalar, attribute = TYPES[found[1] + (found[3] or "")]
    size = found[2] or ("6" if found[3] else "")  # microseconds, where a time says nothing else
    brackets = f"({size.replace(',', ', ')})" if size else ""
    attribute = attribute.format(brackets)
    return scalar, "" if attribute == USUAL_TIME else attribute


def type_of(column: Column) -> str:
    """The type of a field: `?` where it may be null; what Prisma does not know by its own name."""
    scalar = field_name(column.enum_name) if column.enum_name else scalar_of(column.type)[0]
    if scalar and is_list(column):
        return f"{scalar}[]"
    return (scalar or f"Unsupported({quote_string(column.type)})") + (
        "" if column.is_required else "?"
    )


def is_list(column: Column) -> bool:
    return column.type.endswith("[]")


def default_of(column: Column) -> str:
    """The attribute for what a column holds where nothing is given; empty where that is nothing.

    A generated column has one, too: so a client need not write it, which nobody may. `prisma db
    pull` does the same.
    """
    scalar = scalar_of(column.type)[0]
    text = column.default_text
    if column.is_counted and scalar in ("Int", "BigInt"):
        return "@default(autoincrement())"
    if text is None or column.is_counted:
        return ""
    if not column.is_generated and not is_list(column):
        said = enum_default(text) if column.enum_name else default_literal(scalar, text)
        if said is not None:
            return f"@default({said})"
    return f"@default(dbgenerated({quote_string(text)}))"


def enum_default(text: str) -> str | None:
    """The name of the value of an enumeration that is a default.

    >>> enum_default("'very glad'::mood")
    'very_glad'
    """
    found = OF_ENUM.fullmatch(text)
    return field_name(found[1].replace("''", "'")) if found else None


def default_literal(scalar: str | None, text: str) -> str | None:
    """A default in Prisma's own words; None for what only the database can say.

    >>> default_literal("Int", "1000"), default_literal("Boolean", "false")
    ('1000', 'false')
    >>> default_literal("String", "'USD'::text"), default_literal("DateTime", "now()")
    ('"USD"', 'now()')
    >>> default_literal("BigInt", "nextval('a'::regclass)")
    'autoincrement()'
    >>> default_literal("String", "gen_random_uuid()") is None
    True
    """
    if scalar in ("Int", "BigInt") and COUNTER.fullmatch(text):
        return "autoincrement()"
    if scalar in ("Int", "BigInt", "Decimal", "Float") and re.fullmatch(r"\d+(\.\d+)?", text):
        return text
    if scalar == "Boolean" and text in ("true", "false"):
        return text
    if scalar == "DateTime" and text in ("now()", "CURRENT_TIMESTAMP"):
        return "now()"
    if scalar in ("String", "Json") and (found := LITERAL.fullmatch(text)):
        return quote_string(found[1].replace("''", "'"))
    return None
