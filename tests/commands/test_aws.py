"""Profiles whose secret AWS keeps: Secrets Manager and tokens for RDS, with moto in AWS's place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from psycopg import sql

from finally_cli.main import main
from finally_cli.store import aws
from tests.conftest import Outcome
from tests.support.amazon_prices import REGION, SOMEBODY, put_secret
from tests.support.role_server import OwnServer, free_port
from tests.support.tls_server import NAME, Certificates, Relay

ARN = f"arn:aws:secretsmanager:{REGION}:123456789012:secret:nobodys-AbCdEf"
Call = Callable[..., Outcome]


@pytest.fixture(scope="module")
def books(own_server: OwnServer) -> Iterator[OwnServer]:
    """A database of ann's, which these tests only connect to."""
    with closing(own_server.as_superuser("postgres")) as connection:
        connection.execute("CREATE DATABASE in_the_cloud OWNER ann")
        connection.execute("CREATE ROLE iam LOGIN IN ROLE ann")
        yield own_server
        connection.execute("DROP DATABASE in_the_cloud WITH (FORCE)")
        connection.execute("DROP ROLE iam")


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Iterator[Call]:
    """A command line in this process, by somebody whom AWS knows from the environment alone."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SOMEBODY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["finally"])
    aws.fetch_secret.cache_clear()

    def call_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    yield call_finally
    aws.fetch_secret.cache_clear()


@pytest.fixture
def on_amazon(call: Call, amazon: str, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("AWS_ENDPOINT_URL", amazon)
    return call


def fields(books: OwnServer, **more: Any) -> dict[str, Any]:
    given = {"engine": "postgres", "host": "127.0.0.1", "port": books.port, "username": "ann"}
    return {**given, "password": "correct horse", "dbname": "in_the_cloud", **more}


def use(call: Call, **settings: str) -> None:
    for key, value in settings.items():
        assert call("config", "set", f"profiles.cloud.{key}", value).exit_code == 0, key
    assert call("config", "set", "profile", "cloud").exit_code == 0


def refusal(call: Call) -> tuple[int, str, str]:
    error = call("asset", "list", "--json").error
    return error["exit"], error["code"], f"{error['message']} / {error['hint']}"


# -- Secrets Manager


def test_a_secret_alone_is_a_server(on_amazon: Call, amazon: str, books: OwnServer) -> None:
    use(on_amazon, secret_arn=put_secret(amazon, SecretString=json.dumps(fields(books))))
    row = on_amazon("db", "status", "--json").json["rows"][0]
    assert (row["engine"], row["database"], row["role"]) == ("server", "in_the_cloud", "ann")
    assert on_amazon("asset", "list").exit_code == 9, "the way in is right, the schema is not made"


def test_a_dsn_beside_it_goes_before_it_and_fills_what_it_lacks(
    on_amazon: Call, amazon: str, books: OwnServer
) -> None:
    kept = {key: value for key, value in fields(books).items() if key in ("username", "password")}
    arn = put_secret(amazon, SecretString=json.dumps(kept | {"dbname": "nowhere"}))
    use(on_amazon, secret_arn=arn, dsn=f"host=127.0.0.1 port={books.port} dbname=in_the_cloud")
    assert on_amazon("db", "status", "--json").json["rows"][0]["database"] == "in_the_cloud"


def test_it_is_asked_for_once_in_a_process(
    on_amazon: Call, amazon: str, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(on_amazon, secret_arn=put_secret(amazon, SecretString=json.dumps(fields(books))))
    assert on_amazon("db", "status").exit_code == 0
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    assert on_amazon("db", "status").exit_code == 0


def test_another_region_can_be_asked(on_amazon: Call, amazon: str, books: OwnServer) -> None:
    arn = put_secret(amazon, SecretString=json.dumps(fields(books)))
    use(on_amazon, secret_arn=arn, region="us-west-2")
    assert refusal(on_amazon)[:2] == (5, "SECRET_NOT_FOUND"), "moto keeps it where it was made"


BAD = [
    ({"SecretString": "correct horse"}, "is no JSON object"),
    ({"SecretString": '["correct horse"]'}, "is no JSON object"),
    ({"SecretString": "[" * 20000}, "is no JSON object"),
    ({"SecretBinary": b"correct horse"}, "is binary"),
    ({"host": None}, 'has a "host" that cannot be one'),
    ({"host": ""}, "lacks host"),
    ({"password": ["correct horse"]}, 'has a "password" that cannot be one'),
    ({"password": "correct\0horse"}, 'has a "password" that cannot be one'),
    ({"password": "correct\ud800horse"}, 'has a "password" that cannot be one'),
    ({"port": "correct horse"}, 'has a "port" that cannot be one'),
    ({"port": True}, 'has a "port" that cannot be one'),
    ({"username": "", "dbname": ""}, "lacks username and dbname"),
]


@pytest.mark.parametrize(("wrong", "message"), BAD, ids=[message for _, message in BAD])
def test_a_secret_of_another_form_is_refused_by_the_names_of_its_fields(
    wrong: dict[str, Any], message: str, on_amazon: Call, amazon: str, books: OwnServer
) -> None:
    whole = {"SecretString", "SecretBinary"} & wrong.keys()
    value = wrong if whole else {"SecretString": json.dumps(fields(books, **wrong))}
    use(on_amazon, secret_arn=put_secret(amazon, **value))
    for debug in ("", "1"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FINALLY_DEBUG", debug)
            shown = on_amazon("asset", "list")
        assert (shown.exit_code, shown.stdout) == (7, "")
        assert message in shown.stderr
        assert "horse" not in shown.stderr


def test_a_login_that_the_server_refuses_is_traced_to_the_secret(
    on_amazon: Call, amazon: str, books: OwnServer
) -> None:
    wrong = json.dumps(fields(books, password="battery staple"))
    use(on_amazon, secret_arn=put_secret(amazon, SecretString=wrong))
    exit_code, code, told = refusal(on_amazon)
    assert (exit_code, code) == (4, "NOT_ALLOWED")
    assert told.endswith("Check the username and the password in the secret that secret_arn names.")


def test_a_secret_that_is_not_there_is_told(on_amazon: Call, amazon: str) -> None:
    use(on_amazon, secret_arn=ARN)
    exit_code, code, told = refusal(on_amazon)
    assert (exit_code, code) == (5, "SECRET_NOT_FOUND")
    assert told.startswith('AWS does not have the secret "nobodys-AbCdEf"')


@pytest.mark.parametrize("address", ["http://127.0.0.1:{}", "nonsense"])
def test_an_aws_that_cannot_be_asked_is_told(
    address: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address.format(free_port()))
    use(call, secret_arn=ARN)
    exit_code, code, told = refusal(call)
    assert (exit_code, code) == (8, "AWS_NOT_REACHABLE")
    assert "AWS_ENDPOINT_URL" in told


@pytest.mark.parametrize("missing", ["everything", "half", "a profile of AWS"])
def test_without_credentials_nobody_is_asked(
    missing: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "a profile of AWS":
        monkeypatch.setenv("AWS_PROFILE", "nobody")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    if missing == "everything":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    use(call, secret_arn=ARN)
    exit_code, code, told = refusal(call)
    assert (exit_code, code) == (4, "AWS_NOT_ALLOWED")
    assert "aws configure" in told


class Refusing(BaseHTTPRequestHandler):
    """AWS with one answer: the code in the path of its address."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(400)
        self.end_headers()
        code = self.path.strip("/")
        self.wfile.write(json.dumps({"__type": code, "message": "correct horse"}).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def refusing() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "exit_code", "code"),
    [
        ("ExpiredTokenException", 4, "AWS_NOT_ALLOWED"),
        ("UnrecognizedClientException", 4, "AWS_NOT_ALLOWED"),
        ("InvalidSignatureException", 4, "AWS_NOT_ALLOWED"),
        ("AccessDeniedException", 12, "SECRET_DENIED"),
        ("DecryptionFailure", 12, "SECRET_DENIED"),
        ("ResourceNotFoundException", 5, "SECRET_NOT_FOUND"),
        ("InvalidRequestException", 5, "SECRET_NOT_FOUND"),
        ("SomethingNewException", 8, "AWS_FAILED"),
    ],
)
def test_each_refusal_of_aws_has_its_exit_code_and_none_its_words(
    answer: str, exit_code: int, code: str, call: Call, refusing: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"{refusing}/{answer}")
    monkeypatch.setenv("FINALLY_DEBUG", "1")
    use(call, secret_arn=ARN)
    shown = call("asset", "list", "--json")
    assert (shown.error["exit"], shown.error["code"]) == (exit_code, code)
    assert answer in shown.error["message"]
    assert "horse" not in shown.stderr


def test_without_boto3_its_installation_is_told(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    use(call, secret_arn=ARN)
    assert call("asset", "list") == Outcome(
        1,
        "",
        "finally: boto3, which asks AWS, is not installed\n  Run: pip install 'finally-cli[aws]'\n",
    )


# -- with TLS


@pytest.fixture(scope="module")
def rds(
    books: OwnServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Relay, Certificates]]:
    """The server as RDS has it: elsewhere, and with TLS."""
    certificates = Certificates(tmp_path_factory.mktemp("rds"))
    relay = Relay(books.port)
    relay.context = certificates.contexts["right"]
    yield relay, certificates
    relay.close()


def test_the_server_of_a_secret_is_verified_too(
    on_amazon: Call, amazon: str, books: OwnServer, rds: tuple[Relay, Certificates]
) -> None:
    relay, certificates = rds
    kept = json.dumps(fields(books, host=NAME, port=str(relay.port)))
    use(on_amazon, secret_arn=put_secret(amazon, SecretString=kept), dsn="hostaddr=127.0.0.1")
    assert refusal(on_amazon)[:2] == (8, "TLS_FAILED")
    use(on_amazon, tls_root=str(certificates.root))
    assert on_amazon("db", "status", "--json").json["rows"][0]["tls"] == "verify-full"


# -- tokens for RDS


def test_a_token_is_the_password(
    call: Call, books: OwnServer, rds: tuple[Relay, Certificates], monkeypatch: pytest.MonkeyPatch
) -> None:
    relay, certificates = rds
    tokens = []

    def agree(token: str) -> None:
        """The server learns the token before it is used, as RDS has its own way to know it."""
        tokens.append(token)
        with closing(books.as_superuser("postgres")) as connection:
            connection.execute(sql.SQL("ALTER ROLE iam PASSWORD {}").format(sql.Literal(token)))

    monkeypatch.setattr(aws, "register_secret", agree)
    dsn = f"host={NAME} hostaddr=127.0.0.1 port={relay.port} dbname=in_the_cloud user=iam"
    use(call, dsn=dsn, auth="rds-iam", region=REGION, tls_root=str(certificates.root))
    row = call("db", "status", "--json").json["rows"][0]
    assert (row["role"], row["tls"]) == ("iam", "verify-full")
    (token,) = tokens
    made = urlsplit(f"https://{token}")
    asked = parse_qs(made.query)
    assert made.netloc == f"{NAME}:{relay.port}"
    assert (asked["Action"], asked["DBUser"]) == (["connect"], ["iam"])
    assert asked["X-Amz-Credential"][0].split("/")[2:4] == [REGION, "rds-db"]
    assert len(asked["X-Amz-Signature"][0]) == 64


def test_a_token_that_the_server_refuses_is_told(
    call: Call, rds: tuple[Relay, Certificates]
) -> None:
    relay, certificates = rds
    dsn = f"host={NAME} hostaddr=127.0.0.1 port={relay.port} dbname=in_the_cloud user=ann"
    use(call, dsn=dsn, auth="rds-iam", region=REGION, tls_root=str(certificates.root))
    exit_code, code, told = refusal(call)
    assert (exit_code, code) == (4, "NOT_ALLOWED")
    assert "rds-db:connect" in told
    assert "X-Amz" not in told


def test_a_token_is_never_sent_without_tls(call: Call, rds: tuple[Relay, Certificates]) -> None:
    relay, certificates = rds
    dsn = f"host=localhost hostaddr=127.0.0.1 port={relay.port} dbname=in_the_cloud user=ann"
    use(call, dsn=dsn, auth="rds-iam", region=REGION, tls_root=str(certificates.root))
    assert refusal(call)[:2] == (8, "TLS_FAILED"), "verified even where the way is short"
    for mode in ("disable", "allow", "prefer"):
        use(call, dsn=f"{dsn} sslmode={mode}")
        exit_code, code, told = refusal(call)
        assert (exit_code, code) == (7, "TLS_NEEDED")
        assert f"sslmode={mode} may go without" in told


@pytest.mark.parametrize(
    ("dsn", "code"),
    [
        ("host=a.example.org,b.example.org user=ann", "NOT_ONE_HOST"),
        ("user=ann dbname=books", "NOT_ONE_HOST"),
        ("host=a.example.org user=ann", "NO_REGION"),
    ],
)
def test_a_token_needs_one_host_and_a_region(dsn: str, code: str, call: Call) -> None:
    use(call, dsn=dsn, auth="rds-iam")
    assert refusal(call)[1] == code


def test_a_token_needs_credentials(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    use(call, dsn="host=a.example.org user=ann", auth="rds-iam", region=REGION)
    assert refusal(call)[:2] == (4, "AWS_NOT_ALLOWED")
