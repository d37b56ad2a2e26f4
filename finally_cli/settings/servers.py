"""What a profile may say of a server of the user's own, and what contradicts itself in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from finally_cli.model.profile import AUTHS, SYSTEM, TLS, holds_password
from finally_cli.model.text import quoted
from finally_cli.settings.keys import PLACES

ARN = r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+"
NO_ARN = (
    '"secret_arn" must be that of a secret, such as'
    ' "arn:aws:secretsmanager:eu-central-1:123456789012:secret:books-AbCdEf"'
)


def mistake_of_server(key: str, text: str) -> str:
    """What is wrong with one of OF_SERVER; empty when nothing is."""
    if key == "auth" and text not in AUTHS:
        return f'"auth" must be one of {", ".join(AUTHS)}'
    if key == "tls" and text not in TLS:
        return f'"tls" must be one of {", ".join(TLS)}'
    if key == "secret_arn" and not re.fullmatch(ARN, text, re.ASCII):
        return NO_ARN
    if key == "region" and not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text):
        return f"{quoted(text)} cannot name a region of AWS"
    if key == "passfile" and not text.startswith(("/", "~")):
        return '"passfile" must be a whole path, such as "~/.pgpass"'
    if key == "tls_root" and text != SYSTEM and not text.startswith(("/", "~")):
        return '"tls_root" must be the whole path of a file of CA certificates, or "system"'
    return ""


def contradictions(name: str, profile: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What cannot hold together in a profile, as (key, message)."""
    said = {key: str(value) for key, value in profile.items() if value}
    if said.get("engine") == "server" and not said.keys() & set(PLACES):
        yield "engine", f"profile {quoted(name)} has neither a dsn, a service nor a secret_arn"
    if "secret_arn" in said and "service" in said:
        yield "service", '"secret_arn" and "service" both say where the server is; keep one'
    yield from too_many_passwords(said)
    tls, root = said.get("tls"), said.get("tls_root")
    if tls == "disable" and said.get("auth") == "rds-iam":
        yield "tls", 'auth = "rds-iam" needs TLS, and tls = "disable" turns it off'
    if tls == "disable" and root:
        yield "tls_root", '"tls_root" is for TLS, and tls = "disable" turns it off'
    if root == SYSTEM and tls in ("verify-ca", "require"):
        yield (
            "tls_root",
            f'tls_root = "system" is for tls = "verify-full": with "{tls}", anybody with a'
            " certificate of their own could be the server",
        )


def too_many_passwords(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A profile may name one place for its password."""
    places = []
    if holds_password(said.get("dsn", "")):
        places.append(("dsn", "the dsn"))
    if "secret_arn" in said:
        places.append(("secret_arn", '"secret_arn"'))
    if "passfile" in said:
        places.append(("passfile", '"passfile"'))
    if said.get("auth", "password") != "password":
        places.append(("auth", f"auth = {quoted(said['auth'])}"))
    if len(places) > 1:
        (_, first), (key, second) = places[:2]
        yield key, f"{first} and {second} each say where the password is; keep one"
