"""Where the password of a server comes from: files, the keyring; and that nothing ever shows it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import keyring
import keyring.backends.fail
import psycopg
import pytest
from psycopg import sql

from finally_cli.main import main
from finally_cli.settings import resolve
from finally_cli.store import aws, connection
from tests.conftest import Outcome
from tests.support import memory_keyring
from tests.support.amazon_prices import SOMEBODY, put_secret
from tests.support.outcomes import refusal
from tests.support.processes import Program
from tests.support.role_server import OwnServer

CANARY = r"canary:37\b bird"  # with every sign that a password file must escape
Call = Callable[..., Outcome]


@pytest.fixture(scope="module")
def books(own_server: OwnServer) -> Iterator[OwnServer]:
    """Ann's migrated books; the server writes every statement into its log."""
    with closing(own_server.as_superuser("postgres")) as connection:
        alter = sql.SQL("ALTER ROLE ann PASSWORD {}")
        connection.execute("CREATE DATABASE cages OWNER ann")
        connection.execute(alter.format(sql.Literal(CANARY)))
        connection.execute("ALTER DATABASE cages SET log_statement = 'all'")
        yield own_server
        connection.execute("DROP DATABASE cages WITH (FORCE)")
        connection.execute(alter.format(sql.Literal("correct horse")))


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Call]:
    """A command line in this process, with a keyring that is empty."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "keyring.json").write_text("{}")
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in SOMEBODY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["finally"])
    before = keyring.get_keyring()
    keyring.set_keyring(memory_keyring.Backend())  # type: ignore[no-untyped-call]
    aws.fetch_secret.cache_clear()

    def call_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    yield call_finally
    keyring.set_keyring(before)
    aws.fetch_secret.cache_clear()


def passwords(file: Path, mode: int = 0o600) -> Path:
    """A password file of libpq's that lets ann in anywhere."""
    file.write_text("*:*:*:ann:" + CANARY.replace("\\", "\\\\").replace(":", "\\:") + "\n")
    file.chmod(mode)
    return file


def profile(folder: Path, **settings: str) -> None:
    """Write config.toml with one profile, which is the one in use."""
    lines = ['profile = "cages"', "[profiles.cages]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (folder / "config" / "config.toml").write_text("\n".join(lines) + "\n")


# -- a password file


def test_a_profile_may_name_a_password_file(call: Call, books: OwnServer, tmp_path: Path) -> None:
    profile(tmp_path, dsn=books.dsn("cages"), passfile="~/passwords")
    passwords(tmp_path / "passwords")
    assert call("db", "status").exit_code == 0


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
@pytest.mark.parametrize("way", ["passfile", "dsn", "PGPASSFILE", "home"])
def test_a_password_file_that_others_can_read_is_refused_before_connecting(
    mode: int, way: str, call: Call, books: OwnServer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    name = ".pgpass" if way == "home" else "passwords"
    file = passwords(tmp_path / name, mode)
    dsn = books.dsn("cages")
    match way:
        case "passfile":
            profile(tmp_path, dsn=dsn, passfile=str(file))
        case "dsn":
            profile(tmp_path, dsn=f"{dsn} passfile={file}")
        case _:
            profile(tmp_path, dsn=dsn)
    if way == "PGPASSFILE":
        monkeypatch.setenv("PGPASSFILE", str(file))
    with monkeypatch.context() as patch:
        patch.setattr(psycopg, "connect", lambda *_, **__: pytest.fail("it connected"))
        shown = call("db", "status")
    assert shown == refusal(
        12,
        f"others can read the password file {file}",
        f"Keep it to yourself: chmod 600 {file}",
    )
    assert call("db", "status", "--json").error["code"] == "PASSFILE_OPEN"
    file.chmod(0o600)
    assert call("db", "status").exit_code == 0, "the hint works"
    file.chmod(mode)
    monkeypatch.setenv("PGPASSWORD", CANARY)
    assert call("db", "status").exit_code == 0, "where it is not needed, it is no matter"


def test_a_password_file_that_is_named_must_be_there(
    call: Call, books: OwnServer, tmp_path: Path
) -> None:
    file = tmp_path / "passwords"
    profile(tmp_path, dsn=books.dsn("cages"), passfile=str(file))
    assert call("db", "status") == refusal(
        5,
        f"cannot read the password file {file}: No such file or directory",
        "The profile names it: finally config show",
    )
    file.mkdir()
    assert call("db", "status").exit_code == 7


def test_a_password_that_is_wrong_in_the_file_is_traced_to_it(
    call: Call, books: OwnServer, tmp_path: Path
) -> None:
    file = tmp_path / "passwords"
    file.write_text("*:*:*:*:battery staple\n")
    file.chmod(0o600)
    profile(tmp_path, dsn=books.dsn("cages"), passfile=str(file))
    shown = call("db", "status")
    assert shown.exit_code == 4
    assert f"the password in {file}" in shown.stderr
    assert "staple" not in shown.stderr


# -- the keyring


def test_the_keyring_holds_the_password_under_the_profiles_name(
    call: Call, books: OwnServer, tmp_path: Path
) -> None:
    profile(tmp_path, dsn=books.dsn("cages"), auth="keyring")
    assert call("db", "status") == refusal(
        4,
        'the keyring holds no password for profile "cages"',
        "Put it there, it is asked for: keyring set finally cages",
    )
    place = memory_keyring.place()
    place.write_text(json.dumps({"finally/cages": CANARY}))
    assert call("db", "status").exit_code == 0
    place.write_text(json.dumps({"finally/cages": "battery staple"}))
    shown = call("db", "status")
    assert shown.exit_code == 4
    assert "a new password: keyring set finally cages" in shown.stderr
    place.write_text('"locked"')
    assert call("db", "status") == refusal(
        4,
        'the keyring does not give the password of profile "cages" (KeyringLocked)',
        "Unlock it and try again.",
    )


def test_a_machine_without_a_keyring_is_told(call: Call, books: OwnServer, tmp_path: Path) -> None:
    profile(tmp_path, dsn=books.dsn("cages"), auth="keyring")
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    error = call("db", "status", "--json").error
    assert (error["exit"], error["code"]) == (4, "NO_KEYRING")


def test_without_the_keyring_package_its_installation_is_told(
    call: Call, books: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    profile(tmp_path, dsn=books.dsn("cages"), auth="keyring")
    assert call("db", "status") == refusal(
        1,
        "keyring, which asks the system for passwords, is not installed",
        "Run: pip install 'finally-cli[keyring]'",
    )


# -- nothing shows it


WAYS = ["secret_arn", "keyring", "passfile", "dsn", "service", "service's passfile", "PGPASSWORD"]


@pytest.fixture(params=WAYS)
def caged(
    request: pytest.FixtureRequest, call: Call, books: OwnServer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:  # fmt: skip
    """A profile with the canary for its password, one way after another; what a process needs."""
    dsn = books.dsn("cages")
    needs: dict[str, str] = {}
    match request.param:
        case "secret_arn":
            needs = {"AWS_ENDPOINT_URL": request.getfixturevalue("amazon"), **SOMEBODY}
            value = {"host": "127.0.0.1", "port": books.port, "username": "ann"}
            value |= {"password": CANARY, "dbname": "cages"}
            kept = put_secret(needs["AWS_ENDPOINT_URL"], SecretString=json.dumps(value))
            profile(tmp_path, secret_arn=kept)
        case "keyring":
            needs = {"PYTHON_KEYRING_BACKEND": "tests.support.memory_keyring.Backend"}
            memory_keyring.place().write_text(json.dumps({"finally/cages": CANARY}))
            profile(tmp_path, dsn=dsn, auth="keyring")
        case "passfile":
            profile(tmp_path, dsn=dsn, passfile=str(passwords(tmp_path / "passwords")))
        case "dsn":
            profile(tmp_path, dsn=books.dsn("cages", password=CANARY.replace("\\", "\\\\")))
        case "service" | "service's passfile":
            needs = {"PGSERVICEFILE": str(tmp_path / "services")}
            kept = f"password={CANARY}"
            if "passfile" in request.param:
                kept = f"passfile={passwords(tmp_path / 'passwords')}"
            entry = f"host=127.0.0.1\nport={books.port}\ndbname=cages\nuser=ann\n{kept}"
            (tmp_path / "services").write_text(f"[cages]\n{entry}\n")
            profile(tmp_path, service="cages")
        case _:
            needs = {"PGPASSWORD": CANARY}
            profile(tmp_path, dsn=dsn)
    for name, content in needs.items():
        monkeypatch.setenv(name, content)
    return needs


def holds_canary(text: str) -> bool:
    return any(
        part in text for part in ("canary:37", r"canary\:37", "canary%3A37", r"37\b", "7\\\\b")
    )


COMMANDS = [
    "db migrate",
    "user add ann@example.org --currency EUR",
    "snapshot add Purse 5 --category CASH",
    "asset list",
    "asset list --json",
    "audit list --json",
    "db status --json",
    "db url",
    "config show",
    "config show --json",
]


def test_no_command_shows_a_password(
    caged: dict[str, str], call: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = books.embedded.log_file
    before = log.stat().st_size
    for line in COMMANDS:
        shown = call(*line.split())
        assert shown.exit_code in ((0, 1, 6) if line.startswith("user add") else (0,)), shown
        assert not holds_canary(shown.stdout + shown.stderr), line
    with (
        closing(connection.connect_to_server(resolve())) as session,
        closing(books.as_superuser("cages")) as superuser,
    ):
        session.execute("SELECT 1")
        activity = superuser.execute("SELECT activity::text FROM pg_stat_activity activity")
        audit = superuser.execute("SELECT audit_events::text FROM audit_events")
        for seen in (activity.fetchall(), audit.fetchall()):
            assert seen
            assert not holds_canary(str(seen))
    with log.open("rb") as written:
        written.seek(before)
        said = written.read().decode()
    assert "INSERT INTO" in said
    assert not holds_canary(said)


def test_no_failure_shows_a_password(
    caged: dict[str, str], call: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DEBUG", "1")
    alter = sql.SQL("ALTER ROLE ann PASSWORD {}")
    with closing(books.as_superuser("postgres")) as connection:
        connection.execute(alter.format(sql.Literal("another")))
        try:
            told = [call("asset", "list"), call("asset", "list", "--json")]
        finally:
            connection.execute(alter.format(sql.Literal(CANARY)))
    assert [each.exit_code for each in told] == [4, 4]

    def crash(conninfo: str, **_: object) -> None:
        password = psycopg.conninfo.conninfo_to_dict(conninfo).get("password")
        raise RuntimeError(f"{conninfo} {password} {password!r}")

    with monkeypatch.context() as patch:
        patch.setattr(psycopg, "connect", crash)
        crashed = [call("asset", "list"), call("asset", "list", "--json")]
    assert [each.exit_code for each in crashed] == [70, 70]
    assert all("RuntimeError" in each.stderr for each in crashed)
    for each in [*told, *crashed]:
        assert not holds_canary(each.stdout + each.stderr)


FAKE_PSQL = """#!{python}
import os, pathlib, sys
for process in ("self", os.getppid()):
    for name in ("cmdline", "environ"):
        sys.stdout.write(pathlib.Path(f"/proc/{{process}}/{{name}}").read_text())
import psycopg
with psycopg.connect(sys.argv[1]) as connection:
    print("let in as", connection.execute("SELECT current_user").fetchone()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="it is read from /proc")
def test_the_shell_is_let_in_and_neither_it_nor_we_carry_a_password_where_others_look(
    caged: dict[str, str], call: Call, books: OwnServer, tmp_path: Path
) -> None:
    for line in COMMANDS[:2]:
        call(*line.split())
    (tmp_path / "bin").mkdir()
    shell = tmp_path / "bin" / "psql"
    shell.write_text(FAKE_PSQL.format(python=sys.executable))
    shell.chmod(0o755)
    shown = Program(tmp_path, {**caged, "PATH": str(shell.parent)})("db", "shell")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.endswith("let in as ann\n")
    of_ours = caged.get("PGPASSWORD") is not None  # the environment that we were given
    assert holds_canary(shown.stdout + shown.stderr) == of_ours
    assert shown.stdout.count("canary") == int(of_ours), "ours alone, and not the shell's"
