"""finally config: where the books lie, and other settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Noun, configures
from finally_cli.model.result import Result
from finally_cli.settings import file, resolution

app = Noun("Where the books lie, and other settings.")
Key = Annotated[str, typer.Argument(metavar="KEY", help="Such as profile, or profiles.server.dsn.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    path: str
    exists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting in force, and where it comes from: the environment, the file or a default."""

    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged:
    key: str
    path: str


@app.command()
@configures
def path() -> Result:
    """Show where the configuration file lies.

    Examples:
        finally config path
    """
    written = file.config_file()
    return Result(
        ConfigFile,
        [ConfigFile(path=str(written), exists=written.exists())],
        sentences=[str(written)],
        answer=True,
    )


@app.command()
@configures
def show() -> Result:
    """Show every setting in force and where it comes from.

    Examples:
        finally config show
    """
    rows = [Setting(key=k, value=v, source=s) for k, v, s in resolution.settings_in_force()]
    return Result(Setting, rows, "Settings")


@app.command("set")
@configures
def set_(
    key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value.")]
) -> Result:
    """Set a key in the configuration file.

    Examples:
        finally config set budget_policy carry
        finally config set profiles.server.dsn "host=db.example.org dbname=books"
    """
    written = file.set_key(key, value)
    return Result(
        SettingChanged,
        [SettingChanged(key=key, path=str(written))],
        "Set",
        sentences=[f"Set {key} in {written}."],
    )


@app.command()
@configures
def unset(key: Key) -> Result:
    """Take a key, or a whole profile, out of the configuration file.

    Examples:
        finally config unset budget_policy
    """
    written = file.unset_key(key)
    return Result(
        SettingChanged,
        [SettingChanged(key=key, path=str(written))],
        "Unset",
        sentences=[f"Took {key} out of {written}."],
    )
