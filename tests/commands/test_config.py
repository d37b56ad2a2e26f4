"""finally config: path, show, set, unset; and a config.toml that is broken."""

import stat
import tomllib
from itertools import cycle
from pathlib import Path

import pytest

from finally_cli.settings import file, resolve
from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where config.toml will be; nothing is there."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "new folder"))
    monkeypatch.delenv("FINALLY_DATA_DIR")
    return tmp_path / "new folder" / "config.toml"


def shown(run: Run) -> dict[str, tuple[str, str]]:
    rows = run("config", "show", "--json").json["rows"]
    return {row["key"]: (row["value"], row["source"]) for row in rows}


# -- path and show


def test_the_path_is_said_and_nothing_is_made(run: Run, config: Path) -> None:
    for options in ([], ["--quiet"]):
        assert run("config", "path", *options) == Outcome(0, f"{config}\n", "")
    assert run("config", "path", "--json").json["rows"] == [{"path": str(config), "exists": False}]
    assert not config.parent.exists()


def test_what_is_in_force_is_shown_with_where_it_comes_from(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    assert set(shown(run)) == {
        "profile", "data_dir", "budget_policy", "band", "mask", "fx_url", "price_command", "today",
    }  # fmt: skip
    assert shown(run)["profile"] == ("home", "default")
    run("config", "set", "data_dir", str(data_dir))
    run("config", "set", "profiles.cabin.linger", "5")
    run("config", "set", "profile", "cabin")
    monkeypatch.setenv("FINALLY_USER", "ann")
    assert shown(run) == {
        "user": ("ann", "FINALLY_USER"),
        "today": ("2026-11-15", "FINALLY_TODAY"),
        "profile": ("cabin", "config.toml"),
        "data_dir": (str(data_dir), "config.toml"),
        "budget_policy": ("adjust", "default"),
        "band": ("5", "default"),
        "mask": ("false", "default"),
        "fx_url": ("", "default"),
        "price_command": ("", "default"),
        "profiles.cabin.linger": ("5", "config.toml"),
    }
    table = run("config", "show").stdout
    assert table.startswith("Settings\n")
    assert "profiles.cabin.linger" in table


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://ann:secret@example.org/books",
        "postgresql://ann:sec ret@example.org/books",
        "postgresql://ann:secret/secret@example.org/books",
        "postgresql://ann:secret@secret@example.org/books",
        "postgresql://ann@example.org/books?password=secret&sslmode=require",
        "host=example.org password=secret user=ann",
        "host=example.org password = 'secret secret' user=ann",
        "host=example.org PASSWORD='sec\\'secret' user=ann",
    ],
)
def test_a_password_is_never_shown(dsn: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_DSN", dsn)
    value, source = shown(run)["dsn"]
    assert "sec" not in value.replace("sslmode", "")
    assert "***" in value
    assert "ann" in value
    assert source == "FINALLY_DSN"


def test_a_dsn_without_a_password_is_shown_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for dsn in ("postgresql://ann@example.org:5432/books?options=a@b", "host=x user=ann"):
        monkeypatch.setenv("FINALLY_DSN", dsn)
        assert shown(run)["dsn"][0] == dsn


# -- set and unset


def test_a_key_is_set_in_a_file_that_only_its_owner_reads(run: Run, config: Path) -> None:
    done = run("config", "set", "profiles.cabin.dsn", "host=db.example.org user=ann")
    assert done == Outcome(0, f"Set profiles.cabin.dsn in {config}.\n", "")
    assert tomllib.loads(config.read_text()) == {
        "profiles": {"cabin": {"dsn": "host=db.example.org user=ann"}}
    }
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert stat.S_IMODE(config.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in config.parent.iterdir()] == ["config.toml"]
    profile = resolve("cabin")
    assert (profile.engine, profile.dsn) == ("server", "host=db.example.org user=ann")


def test_the_file_is_replaced_in_one_step_or_not_at_all(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("config", "set", "profiles.cabin.user", "ann")
    before = config.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert run("config", "set", "profiles.cabin.user", "bob") == refusal(
        13,
        f"cannot write {config}: No space left on device",
        "Free some space, or mend its permissions.",
    )
    assert config.read_bytes() == before
    assert [entry.name for entry in config.parent.iterdir()] == ["config.toml"]


def test_keys_and_whole_profiles_are_taken_out(run: Run, config: Path) -> None:
    run("config", "set", "profile", "cabin")
    run("config", "set", "profiles.cabin.user", "ann")
    run("config", "set", "profiles.cabin.linger", "0.5")
    assert run("config", "unset", "profiles.cabin.user") == Outcome(
        0, f"Took profiles.cabin.user out of {config}.\n", ""
    )
    assert tomllib.loads(config.read_text())["profiles"] == {"cabin": {"linger": 0.5}}
    run("config", "unset", "profiles.cabin")
    assert tomllib.loads(config.read_text()) == {"profile": "cabin"}
    assert run("config", "unset", "profiles.cabin.user") == refusal(
        5, '"profiles.cabin.user" is not set', "See what is with: finally config show"
    )


def test_a_write_in_json_says_the_key_and_the_file(run: Run, config: Path) -> None:
    document = run("config", "set", "profiles.cabin.user", "ann", "--json").json
    assert document["schema"] == "finally.config.set/1"
    assert document["rows"] == [{"key": "profiles.cabin.user", "path": str(config)}]
    assert run("config", "set", "profiles.cabin.user", "bob", "-q") == Outcome(0, "", "")


@pytest.mark.parametrize(
    ("key", "value", "exit_code", "message", "hint"),
    [
        (
            "profle",
            "x",
            2,
            'there is no setting "profle"',
            'Did you mean "profile", "profiles.NAME.tls" or "profiles.NAME.dsn"?',
        ),
        (
            "profiles.cabin.dns",
            "x",
            2,
            'there is no setting "profiles.cabin.dns"',
            'Did you mean "profiles.cabin.dsn", "profiles.cabin.tls" or "profiles.cabin.user"?',
        ),
        (
            "zzzzz",
            "x",
            2,
            'there is no setting "zzzzz"',
            "Settings are: profile, data_dir, backup_key, budget_policy, band, mask, fx_url,"
            " price_command, profiles.NAME.engine, profiles.NAME.database, profiles.NAME.dsn,"
            " profiles.NAME.service, profiles.NAME.passfile, profiles.NAME.secret_arn,"
            " profiles.NAME.region,"
            " profiles.NAME.auth, profiles.NAME.tls, profiles.NAME.tls_root,"
            " profiles.NAME.direct_dsn, profiles.NAME.read_dsn,"
            " profiles.NAME.user, profiles.NAME.linger, profiles.NAME.budget_policy,"
            " profiles.NAME.band",
        ),
        (
            "profiles.My Cabin.dsn",
            "x",
            2,
            '"My Cabin" cannot name a profile',
            "Use up to 40 small letters, digits, - and _.",
        ),
        (
            "profiles.cabin.engine",
            "mysql",
            2,
            '"engine" must be "embedded" or "server"',
            "See what is set with: finally config show",
        ),
        (
            "profiles.cabin.engine",
            "server",
            2,
            'profile "cabin" has neither a dsn, a service nor a secret_arn',
            "See what is set with: finally config show",
        ),
        (
            "profiles.cabin.database",
            "my books",
            2,
            '"my books" cannot name a database',
            "See what is set with: finally config show",
        ),
        (
            "profiles.cabin.linger",
            "soon",
            2,
            '"soon" is not a number of minutes',
            "Write 0, 5 or 30.",
        ),
        (
            "profiles.cabin.linger",
            "-5",
            2,
            "linger must lie between 0 and 1440 minutes",
            "See what is set with: finally config show",
        ),
        (
            "profiles.cabin.linger",
            "nan",
            2,
            "linger must lie between 0 and 1440 minutes",
            "See what is set with: finally config show",
        ),
        (
            "profiles.cabin.dsn",
            "postgresql://ann:secret@example.org/books",
            1,
            "a password does not belong on a command line",
            "Leave it out of the dsn; libpq reads it from ~/.pgpass, PGPASSFILE or a service file.",
        ),
        (
            "profiles.cabin.dsn",
            "postgresql://ann:my secret@example.org/books",
            1,
            "a password does not belong on a command line",
            "Leave it out of the dsn; libpq reads it from ~/.pgpass, PGPASSFILE or a service file.",
        ),
        (
            "profiles.cabin.dsn",
            "host=x Password = secret",
            1,
            "a password does not belong on a command line",
            "Leave it out of the dsn; libpq reads it from ~/.pgpass, PGPASSFILE or a service file.",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_nothing_written(
    key: str, value: str, exit_code: int, message: str, hint: str, run: Run, config: Path
) -> None:
    assert run("config", "set", key, value) == refusal(exit_code, message, hint)
    assert not config.exists()
    told = run("config", "set", key, value, "--json").stderr
    assert "secret" not in told.replace("secret_arn", "")


# -- a broken file


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            'profile = "home"\nuser = = 3\n',
            2,
            "Invalid value",
            "Mend that line, or remove the file.",
        ),
        (
            '[profiles.cabin]\ndsn = "host=x"\n\n# why\nliger = 5\n',
            5,
            'there is no setting "liger" in a profile',
            "Mend that line, or take it out: finally config unset profiles.cabin.liger",
        ),
        (
            'colour = "red"\n',
            1,
            'there is no setting "colour"',
            "Mend that line, or take it out: finally config unset colour",
        ),
        (
            'profile = "home"\nprofiles = 3\n',
            2,
            'there is no setting "profiles"',
            "Mend that line, or take it out: finally config unset profiles",
        ),
        (
            "[profiles]\ncabin = 3\n",
            2,
            'profile "cabin" must be a table',
            "Mend that line, or take it out: finally config unset profiles.cabin",
        ),
        (
            '[profiles.cabin]\nlinger = "5"\n',
            2,
            '"linger" must be a number',
            "Mend that line, or take it out: finally config unset profiles.cabin.linger",
        ),
        (
            "[profiles.cabin]\n[profiles.cabin]\n",
            2,
            "Cannot declare ('profiles', 'cabin') twice",
            "Mend that line, or remove the file.",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    text: str, line: int, message: str, hint: str, run: Run, config: Path
) -> None:
    config.parent.mkdir()
    config.write_text(text)
    for words in (["asset", "list"], ["config", "show"], ["config", "set", "profile", "home"]):
        assert run(*words) == refusal(7, f"{config}, line {line}: {message}", hint), words
    assert config.read_text() == text
    assert run("config", "path").exit_code == 0
    if "config unset" in hint:
        assert run("config", "unset", hint.split()[-1]).exit_code == 0, "the hint works"
        assert run("config", "show").exit_code == 0


def test_a_file_that_is_no_utf8_is_named_with_its_line(run: Run, config: Path) -> None:
    config.parent.mkdir()
    config.write_bytes(b'profile = "home"\n# caf\xe9\n')
    assert run("asset", "list") == refusal(
        7, f"{config}, line 2: it is not UTF-8", "Mend or remove the file."
    )


def test_a_file_that_cannot_be_read_is_named(run: Run, config: Path) -> None:
    config.mkdir(parents=True)
    assert run("asset", "list") == refusal(
        7, f"cannot read {config}: Is a directory", "Mend or remove the file."
    )
    assert run("config", "set", "profile", "home").exit_code == 7


def test_a_folder_that_cannot_be_made_is_named(run: Run, config: Path) -> None:
    config.parent.write_text("a file where the folder should be")
    assert run("config", "set", "profile", "home") == refusal(
        1, f"cannot write {config}: File exists", "Free some space, or mend its permissions."
    )


# -- which profile


def test_the_flag_goes_before_the_environment_and_that_before_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        run("config", "set", f"profiles.{name}.user", name)
    assert resolve().name == "home"
    run("config", "set", "profile", "one")
    assert resolve().name == "one"
    monkeypatch.setenv("FINALLY_PROFILE", "two")
    assert resolve().name == "two"
    assert resolve("three").name == "three"
    monkeypatch.setenv("FINALLY_DSN", "host=x")
    assert (resolve().name, resolve().engine) == ("environment", "server")
    assert resolve("three").name == "three"
    assert (resolve("three").user, resolve("three", "ann").user) == ("three", "ann")
    monkeypatch.setenv("FINALLY_USER", "bob")
    assert resolve("three").user == "bob"


def test_each_profile_has_a_database_of_its_own(run: Run) -> None:
    run("config", "set", "profiles.my-cabin.user", "ann")
    assert [resolve(name).database for name in ("home", "demo", "my-cabin")] == [
        "finally",
        "finally_demo",
        "finally_my_cabin",
    ]


def test_a_data_folder_may_be_written_with_a_tilde(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    run("config", "set", "data_dir", "~/books")
    assert resolve().data_dir == tmp_path / "books"


def test_the_file_lies_in_the_persons_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FINALLY_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert file.config_file().name == "config.toml"
    assert "finally" in file.config_file().parts


def test_a_file_with_comments_stays_beside_the_new_one(run: Run, config: Path) -> None:
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('# the big server\nprofile = "home"\n')
    assert run("config", "set", "profiles.home.linger", "5").exit_code == 0
    assert config.with_name("config.toml.bak").read_text().startswith("# the big server\n")
    assert "#" not in config.read_text()


def test_a_link_to_the_file_stays_a_link(run: Run, config: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text('profile = "home"\n')
    config.parent.mkdir(parents=True, exist_ok=True)
    config.symlink_to(elsewhere)
    assert run("config", "set", "profiles.home.linger", "5").exit_code == 0
    assert config.is_symlink()
    assert "linger = 5" in elsewhere.read_text()


@pytest.mark.parametrize("key", ["band", "profiles.home.band"])
def test_a_band_is_points_or_a_part_of_the_target(run: Run, config: Path, key: str) -> None:
    for band in ("5", "2.5", "25%"):
        assert run("config", "set", key, band).exit_code == 0
        assert shown(run)[key] == (band, "config.toml")
        assert resolve().band == band
    told = run("config", "set", key, "wide")
    assert told.exit_code == 2
    assert '"band" must be 5, for points, or "25%", for a part of the target' in told.stderr
    for wrong in ("true", "-1", '"wide"', "[5]"):
        table = "" if key == "band" else "[profiles.home]\n"
        config.write_text(f"{table}band = {wrong}\n")
        told = run("report", "networth")
        assert told.exit_code == 7
        assert "must be 5, for points" in told.stderr


# -- whatever it holds

DEEP, WIDE = 3000, 5000
KEYS = ["profile", "data_dir", "backup_key", "budget_policy", "band", "colour", '""', '"a.b\\n"']
OF_PROFILE = [
    *("engine", "database", "dsn", "service", "passfile", "secret_arn", "region", "auth", "tls"),
    *("tls_root", "direct_dsn", "read_dsn", "user", "linger", "budget_policy", "band"),
]
VALUES = {
    "nested lists": "[" * DEEP + "]" * DEEP,
    "nested tables": "{a = " * DEEP + "1" + "}" * DEEP,
    "many digits": "9" * WIDE,
    "many hexadecimal digits": "0x" + "f" * WIDE,
    "a NUL": '"a\\u0000b"',
    "an escape": '"\\u001b[2J"',
    "nobody's home": '"~no-such-person/x"',
    "a long text": f'"/{"x" * WIDE}"',
    "nothing": '""',
    "no number": "nan",
    "infinity": "-inf",
    "a truth": "true",
    "a day": "2026-11-15",
    "a list": "[1]",
    "a table": "{ a = 1 }",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_whatever_odd_a_config_holds_is_refused_or_does_no_harm(
    value: str, run: Run, config: Path
) -> None:
    """Each key with each odd value: never a bug, and the hint that takes it out can be pasted."""
    config.parent.mkdir()
    others = cycle([["db", "url"], ["db", "backups"], ["config", "path"]])
    for text in (
        *(f"{key} = {value}" for key in KEYS),
        *(f"[profiles.home]\n{key} = {value}" for key in OF_PROFILE),
        f"profiles = {value}",
        f"profiles.home = {value}",
        f"[profiles]\n{value} = 1",
        "a." * DEEP + f"b = {value}",
    ):
        config.write_text(text)
        for words in (["config", "show"], next(others)):
            told = run(*words)
            assert told.exit_code in (0, 1, 5, 7, 8, 12), (text[:60], words, told.stderr)
            assert "bug" not in told.stderr
            unset = told.stderr.partition("take it out: finally ")[2].split()
            if unset:
                assert run(*unset).exit_code == 0, (text[:60], unset)
                config.write_text(text)


@pytest.mark.parametrize("key", ["profiles.x.service", "profiles.x.passfile", "data_dir"])
def test_what_no_setting_can_be_is_not_set(key: str, run: Run, config: Path) -> None:
    for value in ("~no-such-person/x", "/a\x1bb"):
        told = run("config", "set", key, value)
        assert told.exit_code in (0, 2)
        assert run("config", "show").exit_code == 0


def test_without_a_home_folder_the_variables_are_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(uid: int) -> None:
        raise KeyError(uid)

    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FINALLY_CONFIG_DIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    told = run("config", "show", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "NO_HOME_FOLDER")
    assert "FINALLY_CONFIG_DIR" in told.error["hint"]
