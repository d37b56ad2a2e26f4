"""config.toml: finding it, reading it with every mistake named by its line, replacing it whole."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from finally_cli.model.errors import BadFile, BadUsage, NotFound, Refused, ResourceFull
from finally_cli.model.folder import make_private
from finally_cli.model.profile import holds_password
from finally_cli.model.text import quote
from finally_cli.settings.schema import DSNS, Table, key_line, known_path, mistakes


def config_file() -> Path:
    """Where it lies: in FINALLY_CONFIG_DIR, or in the user's configuration folder."""
    if folder := os.environ.get("FINALLY_CONFIG_DIR"):
        return Path(folder) / "config.toml"
    from platformdirs import user_config_dir

    from finally_cli.settings.homes import refusing_homeless

    with refusing_homeless("FINALLY_CONFIG_DIR"):
        return Path(user_config_dir("finally", appauthor=False)) / "config.toml"


def read_config() -> Table:
    """The configuration as written, checked key by key; empty when there is none.

    Raises BadFile with the line when the file is no TOML, or holds a key or value we do not know.
    """
    file = config_file()
    text = read_text(file)
    config = parse_toml(file, text) if text else {}
    for path, message in mistakes(config):
        plain = all(re.fullmatch(r"[\w-]+", step, re.ASCII) for step in path)
        unset = f", or take it out: finally config unset {'.'.join(path)}" if plain else "."
        raise BadFile(f"{file}, line {key_line(text, path)}: {message}", f"Mend that line{unset}")
    return config


def read_text(file: Path) -> str:
    """The file's text; empty when there is no file. Raises BadFile when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = f"{file}, line {line}: it is not UTF-8"
    except OSError as error:
        reason = f"cannot read {file}: {error.strerror or error}"
    raise BadFile(reason, "Mend or remove the file.")


def parse_toml(file: Path, text: str) -> Table:
    """The file's TOML. Raises BadFile with the line of a mistake."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        what = str(error).split(" (at ")[0]
        raise BadFile(
            f"{file}, line {line}: {what}", "Mend that line, or remove the file."
        ) from None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 3,000 brackets
        what = (
            "is nested too deeply" if isinstance(error, RecursionError) else "holds a huge number"
        )
        raise BadFile(f"{file} {what}", "Mend or remove the file.") from None


def write_config(config: Table) -> Path:
    """Replace config.toml in one step, readable by its owner alone; where it is a link, the file
    behind it. Comments are not kept: a file that had some stays beside it, as config.toml.bak.
    """
    import tempfile

    import tomli_w

    file = Path(os.path.realpath(config_file()))
    try:
        make_private(file.parent)
        file.parent.mkdir(exist_ok=True)  # which says so, if a file has that name
        number, name = tempfile.mkstemp(dir=file.parent, prefix=".config-")  # made with 0600
        try:
            with os.fdopen(number, "wb") as stream:
                tomli_w.dump(config, stream)
                stream.flush()
                os.fsync(stream.fileno())
            if has_comments(file):
                file.replace(file.with_name(f"{file.name}.bak"))
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        kind = ResourceFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else Refused
        raise kind(
            f"cannot write {file}: {error.strerror or error}",
            "Free some space, or mend its permissions.",
        ) from None
    return file


def has_comments(file: Path) -> bool:
    """Whether a rewritten file would lose somebody's words."""
    try:
        return any(line.lstrip().startswith("#") for line in file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return False


def set_key(dotted: str, value: str) -> Path:
    """Set one key, such as `profiles.server.service`; the file it went to.

    Raises BadUsage for a key or value we do not know, Refused for a password.
    """
    path = known_path(dotted)
    if path[-1] in DSNS and holds_password(value):
        raise Refused(
            "a password does not belong on a command line",
            "Leave it out of the dsn; libpq reads it from ~/.pgpass, PGPASSFILE or a service file.",
            code="PASSWORD_ON_COMMAND_LINE",
        )
    config = read_config()
    table: Table = config
    for step in path[:-1]:
        inner = table.setdefault(step, {})
        assert isinstance(inner, dict)  # read_config has seen to it
        table = inner
    table[path[-1]] = read_value(path[-1], value)
    for _, message in mistakes(config):
        raise BadUsage(message, "See what is set with: finally config show")
    return write_config(config)


def read_value(key: str, text: str) -> object:
    """A value of a key as the file holds it. Raises BadUsage for what is no number of minutes."""
    if key == "mask":
        return {"true": True, "false": False}.get(text.lower(), text)  # which is refused then
    return minutes(text) if key == "linger" else text


def minutes(text: str) -> int | float:
    """A number of minutes. Raises BadUsage for anything else."""
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        raise BadUsage(f"{quote(text)} is not a number of minutes", "Write 0, 5 or 30.") from None


def unset_key(dotted: str) -> Path:
    """Take one key, or a whole profile, out of the configuration; the file it was in.

    Also a key we do not know, since that is what the message about it advises.
    """
    file = config_file()
    config = parse_toml(file, read_text(file))
    path = tuple(dotted.split("."))
    parents: list[Table] = []
    table: object = config
    for step in path:
        if not isinstance(table, dict) or step not in table:
            raise NotFound(
                f"{quote(dotted)} is not set",
                "See what is with: finally config show",
                code="KEY_NOT_SET",
            )
        parents.append(table)
        table = table[step]
    for parent, step in zip(reversed(parents), reversed(path), strict=True):
        del parent[step]
        if parent:
            break
    return write_config(config)
