"""The login of a profile on another server than its dsn names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finally_cli.model.errors import BadFile, NotReachable
from finally_cli.model.profile import Profile
from finally_cli.store.connection import connection_keywords
from finally_cli.store.direct import profile_at

SERVICES = "[club]\nhost=pool.example.org\nhostaddr=192.0.2.1\nport=6432\ndbname=books\nuser=ann\n"


def keywords(dsn: str, direct: str, **more: Any) -> dict[str, Any]:
    """What libpq is given for the server itself, without what is not said."""
    profile = Profile(
        name="club", engine="server", data_dir=Path(), dsn=dsn, direct_dsn=direct, **more
    )
    found = connection_keywords(profile_at(profile, "direct_dsn"))
    ours = ("fallback_application_name", "connect_timeout", "sslrootcert")
    return {key: value for key, value in found.items() if key not in ours and value != ""}


@pytest.mark.parametrize(
    ("dsn", "direct", "expected"),
    [
        (  # host and port are its own, and libpq's where it says none
            "host=pool hostaddr=192.0.2.1 port=6432 dbname=books user=ann",
            "host=db",
            "host=db port=5432 dbname=books user=ann sslmode=verify-full",
        ),
        (
            "postgresql://ann@pool:6432/pooled?sslmode=verify-ca",
            "postgresql://root@db:5433/books",
            "host=db port=5433 dbname=books user=root sslmode=verify-ca",
        ),
        ("dbname=books", "port=5433", "port=5433 dbname=books"),
        # Without TLS to a pooler on this machine, and with it to the server.
        (
            "host=127.0.0.1 port=6432 sslmode=disable",
            "host=db",
            "host=db port=5432 sslmode=verify-full",
        ),
        ("host=pool sslmode=disable", "host=db", "host=db port=5432 sslmode=disable"),
        (
            "host=/run sslmode=disable",
            "host=db sslmode=require",
            "host=db port=5432 sslmode=require",
        ),
    ],
)
def test_it_says_where_the_server_is_and_the_dsn_says_the_rest(
    dsn: str, direct: str, expected: str
) -> None:
    assert keywords(dsn, direct) == dict(word.split("=") for word in expected.split())


def test_no_address_of_a_service_counts_for_another_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finally_cli.store.conninfo import keywords_in_force

    (tmp_path / "services").write_text(SERVICES)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    force = keywords_in_force(keywords("", "host=db", service="club") | {"hostaddr": ""})
    assert {key: force.get(key) for key in ("host", "hostaddr", "port", "dbname", "user")} == {
        "host": "db", "hostaddr": None, "port": "5432", "dbname": "books", "user": "ann",
    }  # fmt: skip


@pytest.mark.parametrize("said", ["host=db password=secret", "service=other"])
def test_another_password_or_service_is_refused_and_not_shown(said: str) -> None:
    with pytest.raises(BadFile) as refused:
        keywords("host=pool", said)
    assert refused.value.message.startswith('direct_dsn of profile "club" says ')
    assert "secret" not in f"{refused.value.message} {refused.value.hint}"


def test_one_that_cannot_be_read_is_named() -> None:
    with pytest.raises(NotReachable) as refused:
        keywords("host=pool", "nonsense")
    assert refused.value.message.startswith('the direct_dsn of profile "club" cannot be read')
