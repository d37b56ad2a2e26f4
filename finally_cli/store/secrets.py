"""The form of a secret that says where a server is, as RDS writes it.

Whatever is wrong is told by the names of the fields, and never by what they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from finally_cli.model.discretion import keep_secret
from finally_cli.model.errors import BadFile
from finally_cli.model.text import quoted, spelled

LIBPQ = {  # each field, and libpq's word for it
    "host": "host",
    "port": "port",
    "username": "user",
    "password": "password",
    "dbname": "dbname",
}


def name_of(arn: str) -> str:
    """A secret's name in its ARN, with the six characters that AWS adds."""
    return arn.rsplit(":", 1)[1]


def fields_of(text: str | None, arn: str) -> Mapping[str, str]:
    """A secret's fields under libpq's names. Raises BadFile for one of another form."""
    import json

    value: object = None
    with suppress(ValueError, RecursionError):  # whose error holds the whole secret
        value = json.loads(text or "")
    if not isinstance(value, dict):
        what = "is binary" if text is None else "is no JSON object"
        raise bad_secret(arn, what)
    found = {}
    for field, keyword in LIBPQ.items():
        if field in value and value[field] != "":
            found[keyword] = field_text(value[field], field, arn)
    keep_secret(found.get("password", ""))
    return found


def field_text(value: object, field: str, arn: str) -> str:
    """One field as text. Raises BadFile, with its name alone, for what libpq could not take."""
    number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if isinstance(value, str) or (field == "port" and number) else ""
    wrong = not text or any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)
    if wrong or (field == "port" and not text.isdecimal()):
        raise bad_secret(arn, f"has a {quoted(field)} that cannot be one")
    return text


def refuse_gaps(given: Mapping[str, Any], arn: str) -> None:
    """Raise BadFile where neither a secret nor the dsn beside it holds what a login needs."""
    names = {"host": "host", "user": "username", "password": "password", "dbname": "dbname"}
    here = {"host": given.get("host") or given.get("hostaddr")}
    missing = [field for key, field in names.items() if not here.get(key, given.get(key))]
    if missing:
        raise bad_secret(arn, f"lacks {spelled(missing, len(missing))}")


def bad_secret(arn: str, what: str) -> BadFile:
    return BadFile(
        f"the secret {quoted(name_of(arn))} {what}",
        "It must be JSON with host, port, username, password and dbname, as RDS writes it; what is"
        " missing there may stand in the profile's dsn, but for the password.",
        code="BAD_SECRET",
    )
