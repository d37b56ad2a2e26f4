"""The places that books are moved between, and the program in this process on each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.main import main
from tests.conftest import Outcome, Server
from tests.support.move_endpoints import Places, Run, places
from tests.support.people import PeoplesServer, peoples_server


@pytest.fixture(scope="session")
def own_cluster(clean_environment: None) -> Iterator[PeoplesServer]:
    with peoples_server("moves") as cluster:
        yield cluster


@pytest.fixture
def here(
    server: Server,
    sample_database: str,
    own_cluster: PeoplesServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Places]:
    if server.embedded is None:
        pytest.skip("books are moved from the embedded server")
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    with places(
        server, sample_database, own_cluster, getattr(request, "param", "landlord")
    ) as found:
        for name, value in found.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("FINALLY_USER", "ann")
        yield found


@pytest.fixture
def run_here(
    here: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line in this process, on the profile `home` unless `on` names another."""
    monkeypatch.setattr(sys, "argv", ["finally"])

    def run_finally(*words: str, on: str = "home") -> Outcome:
        monkeypatch.setenv("FINALLY_PROFILE", on)
        capsys.readouterr()
        code = main(words)
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return run_finally
