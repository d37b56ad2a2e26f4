"""TLS to a server of the user's own: verified off this machine, and every way it can be wrong.

The server is reached through a relay that speaks TLS, as db.example.org on 127.0.0.1.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from finally_cli.main import main
from finally_cli.model.profile import Profile
from finally_cli.store import tls
from finally_cli.store.connection import connection_keywords
from tests.conftest import Outcome
from tests.support.outcomes import refusal
from tests.support.role_server import OwnServer, free_port
from tests.support.tls_server import NAME, Certificates, Relay

Call = Callable[..., Outcome]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def books(own_server: OwnServer) -> Iterator[OwnServer]:
    """A database of ann's, which these tests only connect to."""
    with closing(own_server.as_superuser("postgres")) as connection:
        connection.execute("CREATE DATABASE behind_tls OWNER ann")
        yield own_server
        connection.execute("DROP DATABASE behind_tls WITH (FORCE)")


@pytest.fixture(scope="module")
def relay(books: OwnServer) -> Iterator[Relay]:
    relay = Relay(books.port)
    yield relay
    relay.close()


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSWORD", "correct horse")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(sys, "argv", ["finally"])

    def call_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return call_finally


@pytest.fixture
def dsn(relay: Relay, certificates: Certificates) -> str:
    relay.context = certificates.contexts["right"]
    relay.met.clear()
    return f"host={NAME} hostaddr=127.0.0.1 port={relay.port} dbname=behind_tls user=ann"


@pytest.fixture
def remote(call: Call, dsn: str) -> Call:
    """A profile whose server is elsewhere, and says nothing of TLS."""
    assert call("config", "set", "profiles.far.dsn", dsn).exit_code == 0
    assert call("config", "set", "profile", "far").exit_code == 0
    return call


def tls_of(call: Call) -> str:
    shown = call("db", "status", "--json")
    assert shown.exit_code == 0, shown.stderr
    return str(shown.json["rows"][0]["tls"])


# -- what is verified


def test_a_server_elsewhere_is_verified_without_a_word_in_the_profile(
    remote: Call, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")  # meant for another server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.root))  # the CAs of this machine
    assert tls_of(remote) == "verify-full"
    status = remote("db", "status").stdout
    assert "TLS:      yes, with the server's certificate and name checked (verify-full)" in status
    url = remote("db", "url").stdout.strip()
    assert "sslmode=verify-full" in url, "no other program is led to it without"
    with closing(psycopg.connect(url)) as connection:
        assert connection.pgconn.ssl_in_use


@pytest.mark.parametrize("host", ["host=localhost", "host=/tmp", "", "host=127.0.0.1"])
def test_a_server_is_where_its_address_says_whatever_its_name(host: str, call: Call) -> None:
    """libpq connects to hostaddr, and host is a name for it: 192.0.2.1 is on no machine (RFC 5737).

    A name of this machine in front of it must not take the verification away.
    """
    for address in ("192.0.2.1", "2001:db8::1", "127.0.0.1,192.0.2.1"):
        profile = Profile(
            name="far", engine="server", data_dir=Path(), dsn=f"{host} hostaddr={address}"
        )
        assert connection_keywords(profile).get("sslmode") == "verify-full", address
    for address in ("127.0.0.1", "::1"):
        profile = Profile(
            name="near", engine="server", data_dir=Path(), dsn=f"{host} hostaddr={address}"
        )
        assert connection_keywords(profile).get("sslmode") is None, address


def test_the_address_of_the_environment_counts_as_well(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    profile = Profile(name="far", engine="server", data_dir=Path(), dsn="host=localhost")
    assert connection_keywords(profile)["sslmode"] == "verify-full"


def test_the_cas_of_this_machine_are_those_of_the_system(
    remote: Call, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tls, "BUNDLES", ("/nowhere/ca.pem", str(certificates.root)))
    assert tls_of(remote) == "verify-full"
    assert remote("config", "set", "profiles.far.tls_root", "system").exit_code == 0
    assert tls_of(remote) == "verify-full"


def test_the_usual_places_hold_one_that_libpq_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tls.system_bundle()
    monkeypatch.setattr(tls, "BUNDLES", ())
    asked = tls.system_bundle()
    for place in (found, asked):
        assert place == "system" or Path(place).is_file()


def test_a_ca_of_ones_own_is_named_in_the_profile_or_lies_where_libpq_looks(
    remote: Call, certificates: Certificates, tmp_path: Path
) -> None:
    remote("config", "set", "profiles.far.tls_root", str(certificates.root))
    assert tls_of(remote) == "verify-full"
    remote("config", "unset", "profiles.far.tls_root")
    assert remote("db", "status").exit_code == 8
    folder = tmp_path / ".postgresql"
    folder.mkdir()
    (folder / "root.crt").write_bytes(certificates.root.read_bytes())
    assert tls_of(remote) == "verify-full"


@pytest.mark.parametrize("mode", ["verify-ca", "require", "disable"])
def test_only_the_profiles_own_word_makes_it_weaker(
    mode: str, remote: Call, dsn: str, relay: Relay, certificates: Certificates, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    relay.context = certificates.contexts["of another name"]
    monkeypatch.setenv("PGSSLROOTCERT", str(certificates.root))
    told = {"disable": "none"}.get(mode, mode)
    assert remote("db", "status").exit_code == 8
    remote("config", "set", "profiles.far.tls", mode)
    assert tls_of(remote) == told
    assert relay.met[-1] == (mode != "disable")
    remote("config", "unset", "profiles.far.tls")
    remote("config", "set", "profiles.far.dsn", f"{dsn} sslmode={mode}")
    assert tls_of(remote) == told
    service = tmp_path / "services.conf"
    service.write_text(f"[far]\n{dsn} sslmode={mode}".replace(" ", "\n"))
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    remote("config", "unset", "profiles.far.dsn")
    remote("config", "set", "profiles.far.service", "far")
    assert tls_of(remote) == told
    service.write_text(f"[far]\n{dsn}".replace(" ", "\n"))
    monkeypatch.setenv("PGSSLMODE", mode)
    assert remote("db", "status").exit_code == 8, "a service that says nothing is verified, too"


def test_on_this_machine_nothing_is_asked_for(books: OwnServer, call: Call) -> None:
    call("config", "set", "profiles.near.dsn", books.dsn("behind_tls"))
    call("config", "set", "profile", "near")
    assert tls_of(call) == "none"
    assert "TLS:      no\n" in call("db", "status").stdout


def test_one_server_elsewhere_among_others_is_enough(call: Call, relay: Relay) -> None:
    hosts = f"host=localhost,{NAME} hostaddr=127.0.0.1,127.0.0.1 port={free_port()},{relay.port}"
    relay.context = None
    call("config", "set", "profiles.many.dsn", f"{hosts} dbname=behind_tls user=ann")
    assert call("db", "status", "--profile", "many", "--json").error["code"] == "TLS_FAILED"


# -- what is wrong


WRONG = [
    (
        "of another name",
        f'the certificate of the server "{NAME}" is for another name',
        "Connect by a name that stands in the certificate.",
    ),
    (
        "expired",
        f'the certificate of the server "{NAME}" has expired',
        "Ask the operator of the server for a new one.",
    ),
    (
        "without TLS",
        f'the server "{NAME}" has no TLS',
        "Turn TLS on there. Only where the way to it is safe:"
        " finally config set profiles.far.tls disable",
    ),
]


@pytest.mark.parametrize(("kind", "message", "hint"), WRONG)
def test_a_wrong_certificate_is_told(
    kind: str, message: str, hint: str, remote: Call, relay: Relay, certificates: Certificates
) -> None:
    remote("config", "set", "profiles.far.tls_root", str(certificates.root))
    relay.context = certificates.contexts[kind]
    assert remote("asset", "list") == refusal(8, message, hint)
    error = remote("asset", "list", "--json").error
    assert (error["exit"], error["code"]) == (8, "TLS_FAILED")


def test_a_ca_that_this_machine_does_not_know_is_told(
    remote: Call, certificates: Certificates
) -> None:
    root = certificates.strange_root
    remote("config", "set", "profiles.far.tls_root", str(root))
    message = f'the certificate of the server "{NAME}" is signed by nobody whom {root} vouches for'
    assert remote("asset", "list") == refusal(
        8,
        message,
        "Name the file of its CA's certificate: finally config set profiles.far.tls_root FILE",
    )


def test_a_file_of_cas_that_is_none_is_told(remote: Call, tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    remote("config", "set", "profiles.far.tls_root", str(root))
    assert remote("asset", "list") == refusal(
        7,
        f"cannot read the CA certificates in {root}: No such file or directory",
        "tls_root names a file of them in PEM form; see: finally config show",
    )
    root.write_text("not a certificate")
    assert remote("asset", "list") == refusal(
        8,
        f"there are no CA certificates in {root}",
        "Name a file of them in PEM form: finally config set profiles.far.tls_root FILE",
    )


def test_for_the_server_of_the_environment_the_hint_names_its_dsn(
    call: Call, dsn: str, relay: Relay, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay.context = None
    monkeypatch.setenv("FINALLY_DSN", dsn)
    assert call("asset", "list").stderr.endswith("sslmode=disable in FINALLY_DSN\n")


def test_what_is_wrong_behind_tls_is_not_blamed_on_it(
    remote: Call,
    dsn: str,
    relay: Relay,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remote("config", "set", "profiles.far.tls_root", str(certificates.root))
    remote("config", "set", "profiles.far.dsn", dsn.replace("behind_tls", "no_books"))
    shown = remote("asset", "list", "--json")
    assert (shown.error["exit"], shown.error["code"]) == (8, "DATABASE_NOT_REACHABLE")
    relay.met.clear()
    monkeypatch.setenv("PGPASSWORD", "wrong")
    shown = remote("asset", "list", "--json")
    assert (shown.error["exit"], shown.error["code"]) == (4, "NOT_ALLOWED")
    assert relay.met == [True, True], "the certificate was not looked at once more"


def test_a_server_that_does_not_answer_is_not_waited_for_twice(
    remote: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(*_: object, **__: object) -> None:
        raise psycopg.errors.ConnectionTimeout("connection timeout expired")

    monkeypatch.setattr(psycopg, "connect", silence)
    monkeypatch.setattr(tls, "tls_fault", lambda *_: pytest.fail("it asked again"))
    assert remote("asset", "list", "--json").error["code"] == "DATABASE_NOT_REACHABLE"


def test_two_words_that_contradict_each_other_are_refused(remote: Call, dsn: str) -> None:
    remote("config", "set", "profiles.far.dsn", f"{dsn} sslmode=require")
    remote("config", "set", "profiles.far.tls", "verify-full")
    assert remote("asset", "list") == refusal(
        7,
        'the profile has tls = "verify-full", and its dsn or service sslmode=require',
        "Keep one of them: finally config show",
    )
