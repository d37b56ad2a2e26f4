"""Where a setting comes from: the flag, then the environment, then config.toml, then a default."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from finally_cli.model.errors import BadFile, BadUsage, NotFound, Refused, ResourceFull
from finally_cli.model.profile import DEMO, ENVIRONMENT, HOME, Profile
from finally_cli.model.text import listed, nearest, quoted

Table = dict[str, object]

# What config.toml may hold: key, and the type it must have.
TOP: Mapping[str, tuple[type, ...]] = {"profile": (str,), "data_dir": (str,)}
OF_PROFILE: Mapping[str, tuple[type, ...]] = {
    "engine": (str,),
    "database": (str,),
    "dsn": (str,),
    "service": (str,),
    "user": (str,),
    "linger": (int, float),
}
ENVIRONMENT_KEYS = {
    "FINALLY_PROFILE": "profile",
    "FINALLY_DSN": "dsn",
    "FINALLY_USER": "user",
    "FINALLY_DATA_DIR": "data_dir",
    "FINALLY_TODAY": "today",
}
PROFILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)
PASSWORD = re.compile(r"password\s*=|://[^/@\s]*:[^/@\s]*@", re.IGNORECASE)


def config_file() -> Path:
    """config.toml: in FINALLY_CONFIG_DIR, or in the user's configuration folder."""
    if folder := os.environ.get("FINALLY_CONFIG_DIR"):
        return Path(folder) / "config.toml"
    from platformdirs import user_config_dir

    return Path(user_config_dir("finally", appauthor=False)) / "config.toml"


def read_config() -> Table:
    """The configuration as written, checked key by key; empty when there is none.

    Raises BadFile with the line when the file is no TOML, or holds a key or value we do not know.
    """
    file = config_file()
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"cannot read {file}: {_reason(error)}", "Mend or remove the file.") from None
    import tomllib

    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        what = str(error).split(" (at ")[0]
        raise BadFile(f"{file}, line {line}: {what}", "Mend that line, or remove the file.") from None
    for path, message in _mistakes(config):
        raise BadFile(
            f"{file}, line {_line_of(text, path)}: {message}",
            "Mend that line, or take it out: finally config unset " + ".".join(path),
        )
    return config


def write_config(config: Table) -> Path:
    """Replace config.toml in one step, readable by its owner alone. Comments are not kept."""
    import tempfile

    import tomli_w

    file = config_file()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=file.parent, prefix=".config-")  # made with 0600
        try:
            with os.fdopen(number, "wb") as stream:
                tomli_w.dump(config, stream)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        kind = ResourceFull if error.errno == 28 else Refused
        raise kind(
            f"cannot write {file}: {_reason(error)}", "Free some space or mend its permissions."
        ) from None
    return file


def set_key(dotted: str, value: str) -> Path:
    """Set one key, such as `profiles.server.service`; the value is read by the key's type."""
    path = _known_path(dotted)
    if path[-1] == "dsn" and PASSWORD.search(value):
        raise Refused(
            "a password does not belong on a command line",
            "Leave it out of the dsn; libpq reads it from ~/.pgpass, PGPASSFILE or a service file.",
            code="PASSWORD_ON_COMMAND_LINE",
        )
    typed: object = value
    if path[-1] == "linger":
        try:
            typed = int(value) if value.isdecimal() else float(value)
        except ValueError:
            raise BadUsage(f"{quoted(value)} is not a number of minutes", "Write 0, 5 or 30.") from None
    config = read_config()
    table = config
    for step in path[:-1]:
        table = table.setdefault(step, {})  # type: ignore[assignment]
    table[path[-1]] = typed
    for _, message in _mistakes(config):
        raise BadUsage(message, "See the keys with: finally config show")
    return write_config(config)


def unset_key(dotted: str) -> Path:
    """Take one key, or a whole profile, out of the configuration.

    Also takes out a key we do not know, since that is what the message about it advises.
    """
    path = tuple(dotted.split("."))
    file = config_file()
    config: Table = {}
    if file.exists():
        import tomllib

        try:
            config = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            read_config()  # says what is wrong, and where
    parents: list[Table] = []
    table: object = config
    for step in path:
        if not isinstance(table, dict) or step not in table:
            raise NotFound(
                f"{quoted(dotted)} is not set", "See what is: finally config show", code="KEY_NOT_SET"
            )
        parents.append(table)
        table = table[step]
    for parent, step in zip(reversed(parents), reversed(path), strict=True):
        del parent[step]
        if parent:
            break
    return write_config(config)


def resolve(profile: str | None = None, user: str | None = None) -> Profile:
    """The profile a command runs on.

    `profile` and `user` are what the flags said. `FINALLY_DSN` stands for a profile of its own,
    unless a flag names another. Raises NotFound for a profile nobody configured.
    """
    config = read_config()
    environment_dsn = os.environ.get("FINALLY_DSN", "")
    name = profile or os.environ.get("FINALLY_PROFILE") or str(config.get("profile") or HOME)
    user = user or os.environ.get("FINALLY_USER") or None
    data_dir = data_folder(config)
    if environment_dsn and not profile:
        return Profile(
            name=ENVIRONMENT, engine="server", data_dir=data_dir, dsn=environment_dsn, user=user
        )
    configured = _profiles(config)
    if name not in configured and name not in (HOME, DEMO):
        close = nearest(name, [HOME, DEMO, *configured])
        raise NotFound(
            f"there is no profile {quoted(name)}",
            (f"Did you mean {listed(close)}? " if close else "")
            + f"Make it with: finally config set profiles.{'NAME' if not PROFILE_NAME.fullmatch(name) else name}.dsn DSN",
            code="PROFILE_NOT_FOUND",
        )
    chosen = configured.get(name, {})
    engine = "server" if chosen.get("dsn") or chosen.get("service") else "embedded"
    default_database = "finally" if name == HOME else "finally_" + name.replace("-", "_")
    return Profile(
        name=name,
        engine="embedded" if chosen.get("engine", engine) == "embedded" else "server",
        data_dir=data_dir,
        database=str(chosen.get("database", default_database)),
        dsn=str(chosen.get("dsn", "")),
        service=str(chosen.get("service", "")),
        user=user or (str(chosen["user"]) if chosen.get("user") else None),
        linger=float(str(chosen.get("linger", 0))),
    )


def in_force() -> list[tuple[str, str, str]]:
    """Every setting with its value and source, passwords masked."""
    config = read_config()
    rows: list[tuple[str, str, str]] = []
    for variable, key in ENVIRONMENT_KEYS.items():
        if value := os.environ.get(variable):
            rows.append((key, masked(value), variable))
    seen = {key for key, _, _ in rows}
    file = "config.toml"
    for key, default in (("profile", HOME), ("data_dir", str(data_folder(config)))):
        if key not in seen:
            rows.append((key, str(config.get(key, default)), file if key in config else "default"))
    for name, profile in _profiles(config).items():
        rows += [(f"profiles.{name}.{k}", masked(str(v)), file) for k, v in profile.items()]
    return rows


def masked(text: str) -> str:
    """A dsn with its password hidden.

    >>> masked("postgresql://ann:secret@example.org/books")
    'postgresql://ann:***@example.org/books'
    >>> masked("host=example.org password='it is' user=ann")
    'host=example.org password=*** user=ann'
    """
    text = re.sub(r"(://[^/@\s:]*):[^/@\s]*@", r"\1:***@", text)
    return re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)", r"\1***", text, flags=re.I)


def data_folder(config: Table) -> Path:
    """Where embedded data lies: FINALLY_DATA_DIR, `data_dir`, or the user's data folder.

    As root it is /var/lib/finally: the server itself runs as an unprivileged user there, who
    cannot pass through root's closed home.
    """
    if told := os.environ.get("FINALLY_DATA_DIR") or str(config.get("data_dir") or ""):
        return Path(told).expanduser().absolute()
    if sys.platform != "win32" and os.geteuid() == 0:
        return Path("/var/lib/finally")
    from platformdirs import user_data_dir

    return Path(user_data_dir("finally", appauthor=False))


def _profiles(config: Table) -> dict[str, Table]:
    profiles = config.get("profiles", {})
    return profiles if isinstance(profiles, dict) else {}


def _known_path(dotted: str) -> tuple[str, ...]:
    path = tuple(dotted.split("."))
    if path in {(key,) for key in TOP}:
        return path
    if len(path) == 3 and path[0] == "profiles" and path[2] in OF_PROFILE:
        if PROFILE_NAME.fullmatch(path[1]):
            return path
        raise BadUsage(
            f"{quoted(path[1])} cannot name a profile",
            "Use up to 40 small letters, digits, - and _.",
        )
    known = [*TOP, *(f"profiles.{path[1] if len(path) > 1 else 'NAME'}.{key}" for key in OF_PROFILE)]
    close = nearest(dotted, known)
    raise BadUsage(
        f"there is no setting {quoted(dotted)}",
        f"Did you mean {listed(close)}?" if close else "Settings are: " + ", ".join(known),
    )


def _mistakes(config: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each thing in the configuration that we do not know, with its path."""
    for key, value in config.items():
        if key == "profiles" and isinstance(value, dict):
            for name, profile in value.items():
                yield from _mistakes_of_profile(str(name), profile)
        elif key not in TOP:
            yield (key,), f"there is no setting {quoted(key)}"
        elif not isinstance(value, TOP[key]):
            yield (key,), f"{quoted(key)} must be text"


def _mistakes_of_profile(name: str, profile: object) -> Iterator[tuple[tuple[str, ...], str]]:
    path = ("profiles", name)
    if not isinstance(profile, dict):
        yield path, f"profile {quoted(name)} must be a table"
        return
    if not PROFILE_NAME.fullmatch(name):
        yield path, f"{quoted(name)} cannot name a profile"
    for key, value in profile.items():
        kinds = OF_PROFILE.get(key)
        if kinds is None:
            yield (*path, key), f"there is no setting {quoted(key)} in a profile"
        elif not isinstance(value, kinds) or isinstance(value, bool):
            yield (*path, key), f"{quoted(key)} must be {'text' if str in kinds else 'a number'}"
        elif key == "engine" and value not in ("embedded", "server"):
            yield (*path, key), f'{quoted(key)} must be "embedded" or "server"'
        elif key == "database" and not DATABASE_NAME.fullmatch(str(value)):
            yield (*path, key), f"{quoted(str(value))} cannot name a database"
        elif key == "linger" and not 0 <= float(str(value)) <= 1440:
            yield (*path, key), "linger must lie between 0 and 1440 minutes"
    if profile.get("engine") == "server" and not (profile.get("dsn") or profile.get("service")):
        yield (*path, "engine"), f"profile {quoted(name)} has neither a dsn nor a service"


def _line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which a key stands, found by its name under its table's header."""
    table, key = ".".join(path[:-1]), path[-1]
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = re.sub(r"[\[\]\"'\s]", "", bare.partition("#")[0])
            if inside == ".".join(path):
                return number
        elif re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare) and inside == table:
            return number
        elif re.sub(r"[\"'\s]", "", bare.partition("=")[0]) == ".".join(path):
            return number
    return 1


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
