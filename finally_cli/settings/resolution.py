"""The profile a command runs on, and every setting in force."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from finally_cli.model.errors import BadFile, BadUsage, NotFound
from finally_cli.model.profile import (
    DEFAULT_BAND,
    DEFAULT_POLICY,
    DEMO,
    DEMO_USER,
    ENVIRONMENT,
    HOME,
    Profile,
)
from finally_cli.model.text import did_you_mean, quote, suggestions
from finally_cli.settings.file import config_file, read_config
from finally_cli.settings.homes import expand_path, refusing_homeless
from finally_cli.settings.schema import OF_SERVER, PLACES, Table

SWITCHES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
VARIABLES = {
    "FINALLY_PROFILE": "profile",
    "FINALLY_DSN": "dsn",
    "FINALLY_USER": "user",
    "FINALLY_DATA_DIR": "data_dir",
    "FINALLY_BACKUP_KEY": "backup_key",
    "FINALLY_TODAY": "today",
    "FINALLY_MASK": "mask",
}


def resolve(profile: str | None = None, user: str | None = None) -> Profile:
    """The profile a command runs on, with every setting looked up.

    `profile` and `user` are what the flags said. `FINALLY_DSN` stands for a profile of its own,
    unless a flag names another. Raises NotFound for a profile nobody configured.
    """
    config = read_config()
    data_dir = data_folder(config)
    policy = str(config.get("budget_policy", DEFAULT_POLICY))
    band = str(config.get("band", DEFAULT_BAND))
    key = backup_key(config)
    mask = is_masked(config)
    fx_url = str(config.get("fx_url", ""))
    price_command = str(config.get("price_command", ""))
    told_user = user or os.environ.get("FINALLY_USER") or None
    dsn = os.environ.get("FINALLY_DSN", "")
    if dsn and not profile:
        return Profile(
            name=ENVIRONMENT, engine="server", data_dir=data_dir, dsn=dsn, user=told_user,
            budget_policy=policy, band=band, backup_key=key, mask=mask, fx_url=fx_url,
            price_command=price_command,
        )  # fmt: skip
    name = profile or os.environ.get("FINALLY_PROFILE") or str(config.get("profile") or HOME)
    configured = profiles(config)
    if name not in configured and name not in (HOME, DEMO):
        raise no_such_profile(name, [HOME, DEMO, *configured])
    chosen = configured.get(name, {})
    if name == DEMO:  # whose one user is not among those that FINALLY_USER can mean
        told_user = user or str(chosen.get("user", DEMO_USER))
    own = "server" if any(chosen.get(place) for place in PLACES) else "embedded"
    engine = str(chosen.get("engine", own))
    if engine == "embedded":
        refuse_lost(name, chosen)
    database = "finally" if name == HOME else "finally_" + name.replace("-", "_")
    return Profile(
        name=name,
        engine="embedded" if engine == "embedded" else "server",
        data_dir=data_dir,
        database=str(chosen.get("database", database)),
        dsn=str(chosen.get("dsn", "")),
        service=str(chosen.get("service", "")),
        **{key: str(chosen[key]) for key in OF_SERVER if key in chosen},
        user=told_user or (str(chosen["user"]) if chosen.get("user") else None),
        linger=float(str(chosen.get("linger", 0))),
        budget_policy=str(chosen.get("budget_policy", policy)),
        band=str(chosen.get("band", band)),
        backup_key=key,
        mask=mask,
        fx_url=fx_url,
        price_command=price_command,
    )


def is_masked(config: Table) -> bool:
    """Whether amounts are masked where no option says so. Raises BadUsage for what is no switch."""
    told = os.environ.get("FINALLY_MASK", "").strip().lower()
    if not told:
        return config.get("mask") is True
    if told not in SWITCHES:
        raise BadUsage(
            f"FINALLY_MASK is {quote(told)}, and must be 1 or 0", "Mend it, or unset FINALLY_MASK."
        )
    return SWITCHES[told]


def refuse_lost(name: str, chosen: Table) -> None:
    """Raise BadFile where a profile on the embedded server says how to get into another one.

    Its owner would look at books that lie elsewhere than they believe.
    """
    if lost := next((key for key in OF_SERVER if key in chosen), ""):
        raise BadFile(
            f"profile {quote(name)} has {quote(lost)}, and no server that it is for",
            f"Say where the server is: finally config set profiles.{name}.dsn DSN"
            f" (see {config_file()})",
        )


def no_such_profile(name: str, known: list[str]) -> NotFound:
    """The refusal of an unknown profile, with those most like it."""
    return NotFound(
        f"there is no profile {quote(name)}",
        did_you_mean(suggestions(name, known))
        + "Make one with: finally config set profiles.NAME.dsn DSN",
        code="PROFILE_NOT_FOUND",
    )


def data_folder(config: Table) -> Path:
    """Where embedded data lies: FINALLY_DATA_DIR, `data_dir`, or the user's data folder.

    As root it is /var/lib/finally: the server itself runs as an unprivileged user there, who
    cannot pass through root's closed home.
    """
    if told := os.environ.get("FINALLY_DATA_DIR") or str(config.get("data_dir") or ""):
        return expand_path(told, "FINALLY_DATA_DIR")
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/finally")
    from platformdirs import user_data_dir

    with refusing_homeless("FINALLY_DATA_DIR"):
        return Path(user_data_dir("finally", appauthor=False))


def backup_key(config: Table) -> Path | None:
    """The file of the key that signs backups, where one was named."""
    told = os.environ.get("FINALLY_BACKUP_KEY") or str(config.get("backup_key") or "")
    return expand_path(told, "FINALLY_BACKUP_KEY") if told else None


def profiles(config: Table) -> dict[str, Table]:
    """The configured profiles, by name."""
    found = config.get("profiles", {})
    return found if isinstance(found, dict) else {}


def settings_in_force() -> list[tuple[str, str, str]]:
    """Every setting as (key, value, where it comes from), passwords masked."""
    config = read_config()
    rows = [
        (key, mask_password(value), variable)
        for variable, key in VARIABLES.items()
        if (value := os.environ.get(variable))
    ]
    told = {key for key, _, _ in rows}
    for key, default in (
        ("profile", HOME),
        ("data_dir", str(data_folder(config))),
        ("budget_policy", DEFAULT_POLICY),
        ("band", DEFAULT_BAND),
        ("mask", False),
        ("fx_url", ""),
        ("price_command", ""),
    ):
        if key not in told:
            source = "config.toml" if key in config else "default"
            said = str(config.get(key, default))
            rows.append((key, said.lower() if key == "mask" else said, source))
    for name, profile in profiles(config).items():
        rows += [
            (f"profiles.{name}.{key}", mask_password(str(value)), "config.toml")
            for key, value in profile.items()
        ]
    return rows


def mask_password(text: str) -> str:
    """A dsn with its password hidden.

    >>> mask_password("postgresql://ann:secret@example.org/books")
    'postgresql://ann:***@example.org/books'
    >>> mask_password("host=example.org password='it is' user=ann")
    'host=example.org password=*** user=ann'
    """
    import re

    text = re.sub(r"(://[^/@:]*):[^?]*@", r"\1:***@", text)
    value = r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)"
    return re.sub(value, r"\1***", text, flags=re.IGNORECASE)
