"""What config.toml says of a server of the user's own, and what contradicts itself in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finally_cli.main import main
from finally_cli.model.profile import Profile
from finally_cli.settings import resolve
from tests.conftest import Outcome

ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:books/ann-AbCdEf"
Call = Callable[..., Outcome]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    return tmp_path / "config.toml"


@pytest.fixture
def call(config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.setattr(sys, "argv", ["finally"])

    def call_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return call_finally


def chosen(profile: Profile) -> tuple[str, ...]:
    return (
        profile.engine, profile.passfile, profile.secret_arn, profile.region, profile.auth,
        profile.tls, profile.tls_root, profile.direct_dsn, profile.read_dsn,
    )  # fmt: skip


def test_each_setting_is_set_shown_and_used(call: Call) -> None:
    for key, value in {
        "cloud.secret_arn": ARN,
        "cloud.region": "us-gov-west-1",
        "cloud.tls": "verify-full",
        "cloud.tls_root": "system",
        "file.dsn": "host=db.example.org",
        "file.passfile": "~/passwords",
        "file.tls": "verify-ca",
        "file.tls_root": "/etc/ca.pem",
        "file.direct_dsn": "host=db.example.org port=5433",
        "file.read_dsn": "host=copy.example.org",
        "ring.service": "ring",
        "ring.auth": "keyring",
    }.items():
        assert call("config", "set", f"profiles.{key}", value).exit_code == 0, key
    secret = ("server", "", ARN, "us-gov-west-1", "password", "verify-full", "system", "", "")
    assert chosen(resolve("cloud")) == secret
    file = (
        "server", "~/passwords", "", "", "password", "verify-ca", "/etc/ca.pem",
        "host=db.example.org port=5433", "host=copy.example.org",
    )  # fmt: skip
    assert chosen(resolve("file")) == file
    assert chosen(resolve("ring")) == ("server", "", "", "", "keyring", "", "", "", "")
    rows = {row["key"]: row["value"] for row in call("config", "show", "--json").json["rows"]}
    assert rows["profiles.cloud.secret_arn"] == ARN
    assert rows["profiles.file.tls"] == "verify-ca"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("auth", "magic", '"auth" must be one of password, rds-iam, keyring'),
        ("tls", "prefer", '"tls" must be one of verify-full, verify-ca, require, disable'),
        ("region", "Frankfurt", '"Frankfurt" cannot name a region of AWS'),
        ("passfile", "passwords", '"passfile" must be a whole path, such as "~/.pgpass"'),
        (
            "tls_root",
            "ca.pem",
            '"tls_root" must be the whole path of a file of CA certificates, or "system"',
        ),
        *(
            (
                "secret_arn",
                wrong,
                '"secret_arn" must be that of a secret, such as'
                ' "arn:aws:secretsmanager:eu-central-1:123456789012:secret:books-AbCdEf"',
            )
            for wrong in (
                "books",
                "arn:aws:secretsmanager::123456789012:secret:books",
                "arn:aws:secretsmanager:eu-central-1:1234:secret:books",
                "arn:aws:s3:eu-central-1:123456789012:secret:books",
                ARN + " ",
            )
        ),
        ("secret_arn", ARN + "\n", '"secret_arn" holds a control character'),
    ],
)
def test_a_value_that_is_none_is_refused(
    key: str, value: str, message: str, call: Call, config: Path
) -> None:
    assert call("config", "set", f"profiles.cloud.{key}", value) == Outcome(
        2, "", f"finally: {message}\n  See what is set with: finally config show\n"
    )
    assert not config.exists()


CONTRADICTIONS = [
    (
        f'secret_arn = "{ARN}"\nservice = "books"',
        3,
        '"secret_arn" and "service" both say where the server is; keep one',
        "service",
    ),
    (
        f'secret_arn = "{ARN}"\npassfile = "~/x"',
        3,
        '"secret_arn" and "passfile" each say where the password is; keep one',
        "passfile",
    ),
    (
        f'auth = "keyring"\nsecret_arn = "{ARN}"',
        2,
        '"secret_arn" and auth = "keyring" each say where the password is; keep one',
        "auth",
    ),
    (
        'dsn = "host=x"\npassfile = "~/x"\nauth = "rds-iam"',
        4,
        '"passfile" and auth = "rds-iam" each say where the password is; keep one',
        "auth",
    ),
    (
        'dsn = "host=x password=horse"\nauth = "keyring"',
        3,
        'the dsn and auth = "keyring" each say where the password is; keep one',
        "auth",
    ),
    (
        'dsn = "host=x"\nauth = "rds-iam"\ntls = "disable"',
        4,
        'auth = "rds-iam" needs TLS, and tls = "disable" turns it off',
        "tls",
    ),
    (
        'dsn = "host=x"\ntls = "disable"\ntls_root = "/x"',
        4,
        '"tls_root" is for TLS, and tls = "disable" turns it off',
        "tls_root",
    ),
    (
        'dsn = "host=x"\ntls = "require"\ntls_root = "system"',
        4,
        'tls_root = "system" is for tls = "verify-full": with "require", anybody with a'
        " certificate of their own could be the server",
        "tls_root",
    ),
]


@pytest.mark.parametrize(("text", "line", "message", "key"), CONTRADICTIONS)
def test_a_profile_that_contradicts_itself_is_refused_with_the_line(
    text: str, line: int, message: str, key: str, call: Call, config: Path
) -> None:
    config.write_text(f"[profiles.cloud]\n{text}\n")
    shown = call("asset", "list", "--profile", "cloud")
    unset = f"finally config unset profiles.cloud.{key}"
    assert shown == Outcome(
        7,
        "",
        f"finally: {config}, line {line}: {message}\n  Mend that line, or take it out: {unset}\n",
    )
    assert call(*unset.split()[1:]).exit_code == 0
    assert call("config", "show").exit_code == 0, "the hint works"


@pytest.mark.parametrize("key", ["passfile", "auth", "tls", "tls_root", "region", "read_dsn"])
def test_a_way_in_without_a_server_opens_no_other_books(key: str, call: Call, config: Path) -> None:
    """Set one by one, the dsn may come last; until then the profile is no embedded one either."""
    value = {"auth": "keyring", "tls": "require", "region": "eu-west-1"}.get(key, "/x")
    assert call("config", "set", f"profiles.cloud.{key}", value).exit_code == 0
    assert call("config", "show").exit_code == 0
    assert call("asset", "list", "--profile", "cloud") == Outcome(
        7,
        "",
        f'finally: profile "cloud" has "{key}", and no server that it is for\n'
        "  Say where the server is: finally config set profiles.cloud.dsn DSN"
        f" (see {config})\n",
    )


def test_no_password_is_taken_from_the_command_line(call: Call, config: Path) -> None:
    for key in ("password", "secret", "pgpassword"):
        assert call("config", "set", f"profiles.cloud.{key}", "horse").exit_code == 2
    told = call("config", "set", "profiles.cloud.dsn", "host=x password=horse")
    assert (told.exit_code, "horse" in told.stderr) == (1, False)
    assert not config.exists()
