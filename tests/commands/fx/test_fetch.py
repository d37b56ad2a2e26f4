"""finally fx fetch, from a server on this machine that answers as central banks do, or worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from finally_cli.store import download
from tests.conftest import Outcome, Run
from tests.support.published_rates import ecb_xml

DAYS = {
    "2026-11-13": {"USD": "1.1000", "GBP": "0.88000", "TRY": "49.1"},
    "2026-10-30": {"USD": "1.1900", "GBP": "0.85000", "TRY": "48.8"},
    "2026-10-29": {"USD": "1.5000", "GBP": "0.70000", "TRY": "48.7"},
    "2026-09-30": {"USD": "1.2000", "GBP": "0.80000", "HRK": "7.5345"},
}
XML = ecb_xml(DAYS)
Handle = Callable[[BaseHTTPRequestHandler], None]


class Bank:
    """A web server on this machine. `asked` are the paths that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: bytes | Handle = XML
        bank = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bank.asked.append(self.path)
                if callable(bank.answer):
                    bank.answer(self)
                else:
                    give(self, bank.answer)

            def log_message(self, *args: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/eurofxref/"


def give(request: BaseHTTPRequestHandler, body: bytes, status: int = 200, length: int = -1) -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(len(body) if length < 0 else length))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def bank() -> Iterator[Bank]:
    bank = Bank()
    yield bank
    bank.server.shutdown()
    bank.server.server_close()


@pytest.fixture
def london(run: Run) -> Run:
    """Books in dollars with an account in pounds, whose first value is of 2026-10."""
    run("user", "edit", "--currency", "USD")
    run("asset", "add", "London", "--category", "CASH", "--currency", "GBP")
    run("snapshot", "add", "London", "500", "--rate", "1.5", "--month", "2026-10")
    return run


def rates(run: Run) -> list[tuple[Any, ...]]:
    rows = run("fx", "list", "--json").json["rows"]
    return [
        (row["month"], row["from_currency"] + row["to_currency"], row["rate"], row["published_on"])
        for row in rows
    ]


def test_month_ends_are_recorded_and_crossed_through_the_euro(london: Run, bank: Bank) -> None:
    done = london("fx", "fetch", "--url", bank.url)
    assert done == Outcome(0, "Recorded 2 rates of ECB: GBP/USD, 2026-10 to 2026-11.\n", "")
    assert bank.asked == ["/eurofxref/eurofxref-hist-90d.xml"]
    # 1.19 / 0.85 = 1.4, and 1.1 / 0.88 = 1.25
    assert rates(london) == [
        ("2026-11", "GBPUSD", "1.25", "2026-11-13"),
        ("2026-10", "GBPUSD", "1.4", "2026-10-30"),
    ]
    assert "1,400.00 USD" in london("snapshot", "add", "London=1000", "--month", "2026-10").stdout


def test_of_the_euro_a_rate_is_recorded_as_it_is_published(run: Run, bank: Bank) -> None:
    """Which way round it is used or not: 1.10 dollars a euro, and 1/1.1 euro a dollar."""
    run("asset", "add", "Broker", "--category", "CASH", "--currency", "USD")
    run("fx", "fetch", "--month", "2026-11", "--url", bank.url)
    assert rates(run) == [("2026-11", "EURUSD", "1.1", "2026-11-13")]
    run("user", "add", "bob@example.org", "--currency", "USD")
    run("asset", "add", "Berlin", "--category", "CASH", "--currency", "EUR", "--user", "bob")
    run("fx", "fetch", "--month", "2026-11", "--url", bank.url, "--user", "bob")
    (row,) = run("fx", "list", "--json", "--user", "bob").json["rows"]
    assert (row["from_currency"], row["to_currency"], row["rate"]) == ("EUR", "USD", "1.1")


def test_a_crossed_rate_without_an_end_rounds_once(run: Run, bank: Bank, tmp_path: Path) -> None:
    """A zloty costs 1.1 / 4.3 dollars, so that 43,000,000,000 are 11,000,000,000 to the cent.

    With the twelve decimals of 0.255813953488 they would be 10,999,999,999.98.
    """
    run("user", "edit", "--currency", "USD")
    run("asset", "add", "Krakow", "--category", "CASH", "--currency", "PLN")
    bank.answer = ecb_xml({"2026-10-30": {"USD": "1.1", "PLN": "4.3"}})
    run("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    added = run("snapshot", "add", "Krakow=43000000000", "--month", "2026-10", "--json")
    (value,) = added.json["rows"]
    assert value["value"] == "11000000000.00"
    assert value["rate"] == f"0.{'255813953488372093023' * 2}"  # 11/43, a period of 21 digits
    # The list comes in again, and the books as JSON elsewhere.
    file = tmp_path / "values.csv"
    file.write_text(run("snapshot", "list", "--csv").stdout)
    done = run("import", "snapshots", str(file), "--json")
    assert done.exit_code == 0, done.stderr
    (again,) = done.json["rows"]
    assert again["unchanged"] == 1


def test_what_is_typed_stays_and_what_is_whole_is_not_asked_for_again(
    london: Run, bank: Bank
) -> None:
    london("fx", "set", "USD/GBP", "0.8", "--month", "2026-10")
    assert london("fx", "fetch", "--month", "2026-10", "--url", bank.url).stdout == (
        "Every rate that the books use is on record.\n"
    )
    london("fx", "fetch", "--month", "2026-10", "--replace", "--url", bank.url)
    assert rates(london) == [("2026-10", "GBPUSD", "1.4", "2026-10-30")]
    london("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    assert len(bank.asked) == 1
    london("fx", "set", "GBP/USD", "1.5", "--month", "2026-10")
    assert rates(london) == [("2026-10", "GBPUSD", "1.5", None)]


def test_a_month_that_goes_on_is_fetched_anew(
    london: Run, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    london("fx", "fetch", "--month", "2026-11", "--url", bank.url)
    bank.answer = ecb_xml({**DAYS, "2026-11-30": {"USD": "1.2", "GBP": "0.8"}})
    monkeypatch.setenv("FINALLY_TODAY", "2026-12-02")
    done = london("fx", "fetch", "--month", "2026-11", "--url", bank.url)
    assert done.stdout == (
        "Recorded 1 rate of ECB: GBP/USD, 2026-11; 1 in place of earlier ones.\n"
    )
    assert rates(london) == [("2026-11", "GBPUSD", "1.5", "2026-11-30")]


def test_a_rate_that_is_too_old_for_a_month_or_absent_is_named(london: Run, bank: Bank) -> None:
    london("asset", "add", "Hanoi", "--category", "CASH", "--currency", "VND")
    bank.answer = ecb_xml({"2026-10-12": {"USD": "1.1", "GBP": "0.85"}})
    done = london("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    assert (done.exit_code, done.stdout) == (3, "No rate of ECB was recorded.\n")
    assert done.stderr.splitlines() == [
        "There is no rate of GBP for 2026-10.",
        "There is no rate of VND for 2026-10.",
    ]
    assert rates(london) == []


def test_a_rate_that_jumps_is_asked_about(london: Run, bank: Bank) -> None:
    london("asset", "add", "Ankara", "--category", "CASH", "--currency", "TRY")
    london("fx", "set", "TRY/USD", "0.25", "--month", "2026-09")
    bank.answer = ecb_xml({"2026-10-30": {"USD": "1.2", "GBP": "0.8", "TRY": "48"}})
    asked = london("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    assert asked.exit_code == 1
    assert asked.stderr.startswith(
        "finally: TRY/USD goes from 0.25 in 2026-09 to 0.025 in 2026-10. Record it: that needs"
    )
    assert len(rates(london)) == 1
    assert london("fx", "fetch", "--month", "2026-10", "--url", bank.url, "--yes").exit_code == 0
    assert len(rates(london)) == 3


def test_a_rate_that_was_typed_the_other_way_round_jumps_as_well(london: Run, bank: Bank) -> None:
    london("fx", "set", "USD/GBP", "0.5", "--month", "2026-09")  # a pound is 2 dollars
    bank.answer = ecb_xml({"2026-10-30": {"USD": "1.2", "GBP": "60"}})
    asked = london("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    assert asked.stderr.startswith(
        "finally: GBP/USD goes from 2 in 2026-09 to 0.02 in 2026-10. Record it: that needs"
    )


def test_a_frankfurter_server_is_asked_for_two_months_at_once(london: Run, bank: Bank) -> None:
    london("snapshot", "add", "London", "500", "--rate", "1.5", "--month", "2026-09")
    bank.answer = (
        b'{"amount":1.0,"base":"EUR","start_date":"2026-09-01","end_date":"2026-11-15","rates":'
        b'{"2026-09-30":{"GBP":0.8,"USD":1.2},"2026-10-30":{"GBP":0.85,"USD":1.19},'
        b'"2026-11-13":{"GBP":0.88,"USD":1.1}}}'
    )
    done = london("fx", "fetch", "--source", "frankfurter", "--url", bank.url)
    assert done.exit_code == 0, done.stderr
    assert bank.asked == [
        "/eurofxref/2026-09-01..2026-10-31?base=EUR&symbols=GBP,USD",
        "/eurofxref/2026-11-01..2026-11-30?base=EUR&symbols=GBP,USD",
    ]
    assert ("2026-10", "GBPUSD", "1.4", "2026-10-30") in rates(london)


def test_the_address_can_be_a_setting(
    london: Run, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    london("config", "set", "fx_url", f"{bank.url}mine.xml")
    assert london("fx", "fetch", "--month", "2026-10", "--dry-run").exit_code == 0
    assert bank.asked == ["/eurofxref/mine.xml"]
    assert rates(london) == []


def test_books_in_one_currency_ask_nobody(run: Run, bank: Bank) -> None:
    assert run("fx", "fetch", "--url", bank.url).stdout == (
        "The books are in EUR alone; no rate is needed.\n"
    )
    assert bank.asked == []


def test_a_month_to_come_is_refused(london: Run, bank: Bank) -> None:
    refused = london("fx", "fetch", "--to", "2026-12", "--url", bank.url)
    assert refused.exit_code == 2
    assert "2026-12 is still to come" in refused.stderr


def cut(request: BaseHTTPRequestHandler) -> None:
    give(request, XML[:200], length=len(XML))


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, as no time-out of a socket minds."""
    from time import sleep

    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b" ")
        request.wfile.flush()
        sleep(0.05)


def away(request: BaseHTTPRequestHandler) -> None:
    request.send_response(302)
    request.send_header("Location", "file:///etc/passwd")
    request.end_headers()


ODD: dict[str, tuple[bytes | Handle, int, str]] = {
    "not there": (lambda request: give(request, b"no", 404), 8, "it answers 404"),
    "cut off on its way": (cut, 8, "the answer was cut off"),
    "without an end": (drip, 8, "it gave no whole answer in 0.5 seconds"),
    "large": (b" " * 5001, 8, "its answer is larger than"),
    "leading elsewhere": (away, 8, "no rates came from 127.0.0.1"),
    "empty": (b"", 7, "it is empty"),
    "a page": (b"<!DOCTYPE html><html><body>Hello</body></html>", 7, "has a DOCTYPE"),
    "a page without a doctype": (b"<html><body>Hello</body></html>", 7, "begins with <html>"),
    "cut": (XML[: len(XML) // 2], 7, "the rates are damaged in line"),
    "a bomb": (
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><Envelope>&c;</Envelope>',
        7,
        "has a DOCTYPE",
    ),
    "no number": (ecb_xml({"2026-10-30": {"USD": "1,19"}}), 7, '"1,19" is not a rate of USD'),
    "below zero": (ecb_xml({"2026-10-30": {"USD": "-1"}}), 7, '"-1" is not a rate of USD'),
    "infinite": (ecb_xml({"2026-10-30": {"USD": "Infinity"}}), 7, "is not a rate of USD"),
    "no day": (ecb_xml({"2026-13-30": {"USD": "1"}}), 7, '"2026-13-30" is not a day'),
    "nothing": (ecb_xml({}), 7, "it holds no day"),
    "broken JSON": (b'{"base":"EUR","rates":{"2026-10-30":{"USD":1.1', 7, "broken or cut off"),
    "of dollars": (b'{"base":"USD","rates":{"2026-10-30":{"EUR":0.9}}}', 7, "not of one euro"),
    "text": (b"429 Too many requests", 7, 'does not begin with "Date"'),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_answer_is_one_sentence_and_nothing_is_written(
    kind: str, london: Run, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.answer, code, said = ODD[kind]
    monkeypatch.setattr(download, "LONGEST", 0.5)
    monkeypatch.setattr(download, "LARGEST", 5000)
    done = london("fx", "fetch", "--month", "2026-10", "--url", bank.url)
    assert (done.exit_code, done.stdout) == (code, "")
    message, hint = done.stderr.splitlines()[:2]
    assert said in message
    assert hint.startswith("  ")
    assert rates(london) == []


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http://a:b@c/"]
)
def test_what_is_no_address_of_a_web_server_is_refused(url: str, london: Run) -> None:
    done = london("fx", "fetch", "--month", "2026-10", "--url", url)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is not the address of a web server" in done.stderr
