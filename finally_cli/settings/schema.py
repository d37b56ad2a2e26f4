"""What config.toml may hold, and what is wrong with what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from finally_cli.model.errors import BadUsage
from finally_cli.model.percent import parse_band
from finally_cli.model.profile import AUTHS, POLICIES, SYSTEM, TLS, holds_password
from finally_cli.model.text import is_control, or_list, quote, suggestions
from finally_cli.settings.homes import has_home

Table = dict[str, object]
Path = tuple[str, ...]  # of a key: ("profiles", "server", "dsn")

OF_SERVER = (
    "passfile", "secret_arn", "region", "auth", "tls", "tls_root", "direct_dsn", "read_dsn",
)  # fmt: skip
DSNS = ("dsn", "direct_dsn", "read_dsn")
PATHS = ("data_dir", "backup_key", "passfile", "tls_root")
PLACES = ("dsn", "service", "secret_arn")  # each says where a server of the user's own is
TOP: Mapping[str, tuple[type, ...]] = {
    "profile": (str,),
    "data_dir": (str,),
    "backup_key": (str,),
    "budget_policy": (str,),
    "band": (str, int, float),
    "mask": (bool,),
    "fx_url": (str,),
    "price_command": (str,),
}
OF_PROFILE: Mapping[str, tuple[type, ...]] = {
    "engine": (str,),
    "database": (str,),
    "dsn": (str,),
    "service": (str,),
    **dict.fromkeys(OF_SERVER, (str,)),
    "user": (str,),
    "linger": (int, float),
    "budget_policy": (str,),
    "band": (str, int, float),
}
PROFILE_NAME = r"[a-z0-9][a-z0-9_-]{0,39}"
DATABASE_NAME = r"[a-z_][a-z0-9_]{0,62}"
NO_BAND = '"band" must be 5, for points, or "25%", for a part of the target'
NO_POLICY = f'"budget_policy" must be one of {", ".join(POLICIES)}'
NO_SWITCH = '"mask" must be true or false'
LONGEST_LINGER = 1440  # minutes


def known_path(dotted: str) -> Path:
    """The path of a key that may be set, such as `profiles.server.dsn`.

    Raises BadUsage with the nearest keys for any other.
    """
    path = tuple(dotted.split("."))
    if path in {(key,) for key in TOP}:
        return path
    if len(path) == 3 and path[0] == "profiles" and path[2] in OF_PROFILE:
        if re.fullmatch(PROFILE_NAME, path[1]):
            return path
        raise BadUsage(
            f"{quote(path[1])} cannot name a profile",
            "Use up to 40 small letters, digits, - and _.",
        )
    name = path[1] if len(path) > 1 else "NAME"
    known = [*TOP, *(f"profiles.{name}.{key}" for key in OF_PROFILE)]
    close = suggestions(dotted, known)
    raise BadUsage(
        f"there is no setting {quote(dotted)}",
        f"Did you mean {or_list(close)}?" if close else "Settings are: " + ", ".join(known),
    )


def mistakes(config: Table) -> Iterator[tuple[Path, str]]:
    """Each thing in the configuration that is not known or not valid, with its path."""
    for key, value in config.items():
        if key == "profiles" and isinstance(value, dict):
            for name, profile in value.items():
                yield from mistakes_of_profile(str(name), profile)
        elif key not in TOP:
            yield (key,), f"there is no setting {quote(key)}"
        elif key == "band":
            if not is_band(value):
                yield (key,), NO_BAND
        elif key == "mask":
            if not isinstance(value, bool):
                yield (key,), NO_SWITCH
        elif not isinstance(value, str):
            yield (key,), f"{quote(key)} must be text"
        elif message := mistake_of_text(key, value):
            yield (key,), message
        elif key == "budget_policy" and value not in POLICIES:
            yield (key,), NO_POLICY


def mistakes_of_profile(name: str, profile: object) -> Iterator[tuple[Path, str]]:
    """What is wrong in one profile, as (the key's path, what to say)."""
    path = ("profiles", name)
    if not isinstance(profile, dict):
        yield path, f"profile {quote(name)} must be a table"
        return
    if not re.fullmatch(PROFILE_NAME, name):
        yield path, f"{quote(name)} cannot name a profile"
    for key, value in profile.items():
        if message := mistake(str(key), value):
            yield (*path, str(key)), message
    if not profile.keys().isdisjoint(("engine", *OF_SERVER)):
        for key, message in contradictions(name, profile):
            yield (*path, key), message


def mistake(key: str, value: object) -> str:
    """What is wrong with one key of a profile; empty when nothing is."""
    kinds = OF_PROFILE.get(key)
    if kinds is None:
        return f"there is no setting {quote(key)} in a profile"
    if key == "band":
        return "" if is_band(value) else NO_BAND
    if not isinstance(value, kinds) or isinstance(value, bool):
        return f"{quote(key)} must be {'text' if str in kinds else 'a number'}"
    if isinstance(value, str) and (message := mistake_of_text(key, value)):
        return message
    if key == "engine" and value not in ("embedded", "server"):
        return f'{quote(key)} must be "embedded" or "server"'
    if key == "budget_policy" and value not in POLICIES:
        return NO_POLICY
    if key == "database" and not re.fullmatch(DATABASE_NAME, str(value)):
        return f"{quote(str(value))} cannot name a database"
    if key in OF_SERVER:
        return mistake_of_server(key, str(value))
    if isinstance(value, int | float) and not 0 <= value <= LONGEST_LINGER:
        return f"linger must lie between 0 and {LONGEST_LINGER} minutes"
    return ""


def mistake_of_text(key: str, text: str) -> str:
    """What no setting may hold: what no path, name or server can; empty where it does not."""
    if "\0" in text or (key not in DSNS and any(map(is_control, text))):
        return f"{quote(key)} holds a control character"
    if key in PATHS and not has_home(text):
        return f"{quote(text)} begins with a home folder that nobody has"
    return ""


def is_band(value: object) -> bool:
    """Whether it says how far a share may be from its target."""
    try:
        parse_band(str(value))
    except (BadUsage, ValueError):  # of a whole number of 5,000 digits there is no text
        return False
    return not isinstance(value, bool)


def key_line(text: str, path: Path) -> int:
    """The line on which a key stands, found by its name under its table's header."""
    table, key = ".".join(path[:-1]), path[-1]
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = re.sub(r"[\[\]\"'\s]", "", bare.partition("#")[0])
            if inside == ".".join(path):
                return number
            continue
        name = re.sub(r"[\"'\s]", "", bare.partition("=")[0])
        if (name == key and inside == table) or name == ".".join(path):
            return number
    return 1


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
        return f"{quote(text)} cannot name a region of AWS"
    if key in DSNS and holds_password(text):
        return f'"{key}" is for the login of the profile, and holds no password of its own'
    if key == "passfile" and not text.startswith(("/", "~")):
        return '"passfile" must be a whole path, such as "~/.pgpass"'
    if key == "tls_root" and text != SYSTEM and not text.startswith(("/", "~")):
        return '"tls_root" must be the whole path of a file of CA certificates, or "system"'
    return ""


def contradictions(name: str, profile: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What cannot hold together in a profile, as (key, message)."""
    said = {key: str(value) for key, value in profile.items() if value}
    if said.get("engine") == "server" and not said.keys() & set(PLACES):
        yield "engine", f"profile {quote(name)} has neither a dsn, a service nor a secret_arn"
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
        places.append(("auth", f"auth = {quote(said['auth'])}"))
    if len(places) > 1:
        (_, first), (key, second) = places[:2]
        yield key, f"{first} and {second} each say where the password is; keep one"
