"""What CAMT files do beside the real ones: entities, versions, reversals, statuses, sequences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finally_cli.model.errors import BadFile
from tests.model.bank.readings import bad_rows, balances, read, read_text, remarks, rows, sections

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    more: str = "", amount: str = "5.00", direction: str = "DBIT", currency: str = "EUR"
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"<BookgDt><Dt>2026-03-02</Dt></BookgDt>{more}</Ntry>"
    )


def balance(code: str, amount: str, day: str = "2026-03-31", direction: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        f"<CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def statement(content: str, head: str = "", account: str = "<Ccy>EUR</Ccy>") -> str:
    return (
        f"<Stmt><Id>1</Id>{head}<Acct><Id><IBAN>DE11 2222</IBAN></Id>{account}</Acct>"
        f"{content}</Stmt>"
    )


def camt(*statements: str, begin: str = '<?xml version="1.0"?>') -> str:
    return (
        f'{begin}<Document xmlns="{NAMESPACE}"><BkToCstmrStmt>{"".join(statements)}'
        "</BkToCstmrStmt></Document>"
    )


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_doctype_is_refused_before_anything_in_it_is_read(doctype: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_text(camt(statement(entry("<AddtlNtryInf>&a;</AddtlNtryInf>")), begin=doctype))
    assert refused.value.code == "XML_DOCTYPE"


def test_an_entity_that_is_not_predefined_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        read_text(camt(statement(entry("<AddtlNtryInf>&nbsp;</AddtlNtryInf>"))))
    assert refused.value.code == "FILE_MALFORMED"


@pytest.mark.parametrize("content", ["<a>" * 200, f"<Ntry><Amt>{'1' * 200_000}"])
def test_what_is_nested_too_deep_or_too_long_is_refused(content: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_text(camt(statement(content)))
    assert refused.value.code == "FILE_MALFORMED"


def test_any_prefix_and_any_encoding_is_read() -> None:
    text = camt(statement(entry("<AddtlNtryInf>Müller &amp; Söhne</AddtlNtryInf>")))
    prefixed = text.replace("<", "<n:").replace("<n:/", "</n:").replace("<n:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:n=")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert rows(read(prefixed.encode(encoding)))[0].text == "Müller & Söhne"
    named = text.replace('"1.0"', '"1.0" encoding="windows-1252"')
    assert rows(read(named.encode("cp1252")))[0].text == "Müller & Söhne"


@pytest.mark.parametrize(("direction", "amount"), [("CRDT", "5.00"), ("DBIT", "-5.00")])
def test_a_reversal_has_its_own_direction_already(direction: str, amount: str) -> None:
    # ISO 20022: CRDT with a reversal means that the original was a debit.
    text = camt(statement(entry("<RvslInd>true</RvslInd>", direction=direction)))
    assert str(rows(read_text(text))[0].amount) == amount


@pytest.mark.parametrize(
    ("status", "pending"),
    [("<Sts>BOOK</Sts>", False), ("<Sts><Cd>BOOK</Cd></Sts>", False), ("<Sts>PDNG</Sts>", True),
     ("<Sts><Cd>PDNG</Cd></Sts>", True), ("<Sts>INFO</Sts>", True), ("", False)],
)  # fmt: skip
def test_what_is_not_booked_is_pending(status: str, pending: bool) -> None:
    said = read_text(camt(statement(entry(status))))
    assert len(rows(said)) == (0 if pending else 1)
    assert bad_rows(said) == []


def test_the_other_side_is_the_one_that_is_not_ours() -> None:
    parties = (
        "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>We</Nm></Dbtr><DbtrAcct><Id><IBAN>DE112222</IBAN>"
        "</Id></DbtrAcct><Cdtr><Pty><Nm>Shop</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>77-8</Id>"
        "</Othr></Id></CdtrAcct></RltdPties></TxDtls></NtryDtls>"
    )
    for direction in ("DBIT", "CRDT"):  # a returned payment leaves the parties as they were
        (row,) = rows(read_text(camt(statement(entry(parties, direction=direction)))))
        assert (row.text, row.counter_account) == ("Shop", "778")


@pytest.mark.parametrize(
    ("reference", "bank_id"),
    [("<AcctSvcrRef>R-1</AcctSvcrRef>", "R-1"), ("<AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>", None),
     ("<NtryRef>3</NtryRef>", None), ("<NtryRef>2026030200000017</NtryRef>", "2026030200000017")],
)  # fmt: skip
def test_a_reference_that_only_counts_is_no_id(reference: str, bank_id: str | None) -> None:
    assert rows(read_text(camt(statement(entry(reference)))))[0].bank_id == bank_id


def test_balances_are_those_that_are_booked_and_signed() -> None:
    parts = (
        balance("PRCD", "9.00", "2026-02-28") + balance("OPBD", "10.00", "2026-03-01", "DBIT")
        + balance("CLBD", "5.00", direction="DBIT") + balance("CLAV", "900") + balance("ITBD", "1")
    )  # fmt: skip
    assert balances(read_text(camt(statement(parts)))) == [
        ("opening", "2026-03-01", Decimal("-10.00")),
        ("closing", "2026-03-31", Decimal("-5.00")),
    ]
    before = balance("PRCD", "9.00", "2026-02-28")
    assert balances(read_text(camt(statement(before)))) == [
        ("opening", "2026-02-28", Decimal("9.00"))
    ]


def test_a_report_of_the_day_proves_nothing() -> None:
    text = camt(statement(balance("CLBD", "5.00") + entry())).replace("053", "052")
    text = text.replace("BkToCstmrStmt", "BkToCstmrAcctRpt").replace("Stmt>", "Rpt>")
    said = read_text(text)
    assert (len(rows(said)), balances(said)) == (1, [])


def test_statements_are_put_in_the_order_of_their_sequence() -> None:
    later = statement(balance("CLBD", "2.00", "2026-03-02"), "<ElctrncSeqNb>8</ElctrncSeqNb>")
    earlier = statement(balance("CLBD", "1.00", "2026-03-01"), "<ElctrncSeqNb>7</ElctrncSeqNb>")
    said = read_text(camt(later, earlier))
    assert [day for _, day, _ in balances(said)] == ["2026-03-01", "2026-03-02"]
    assert remarks(said) == ["STATEMENTS_SORTED"]
    assert remarks(read_text(camt(earlier, later))) == []


def test_the_days_of_a_statement_end_before_midnight() -> None:
    span = (
        "<FrToDt><FrDtTm>2026-03-01T00:00:00</FrDtTm><ToDtTm>2026-04-01T00:00:00</ToDtTm></FrToDt>"
    )
    (section,) = sections(read_text(camt(statement("", span))))
    assert (str(section.first_day), str(section.last_day)) == ("2026-03-01", "2026-03-31")
    assert (section.account_key, section.currency) == ("DE112222", "EUR")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (entry(currency="USD"), "the amount is in USD, and the account in EUR"),
        (entry(amount="1,00"), '"1,00" is not an amount'),
        (entry(amount="1.00001"), 'the amount "1.00001" has more than four decimals'),
        (entry(direction="X"), "it is neither credit nor debit (CdtDbtInd)"),
        (entry("<Sts>WHAT</Sts>"), '"WHAT" is not a status that is known'),
        (entry().replace("2026-03-02", "2026-02-30"), 'there is no day "2026-02-30"'),
        (entry().replace("BookgDt", "Other"), "it has no day (BookgDt, ValDt)"),
    ],
)
def test_an_entry_that_cannot_be_read_is_said_and_the_others_come(bad: str, reason: str) -> None:
    said = read_text(camt(statement(entry() + "\n" + bad)))
    assert [(one.line, one.reason) for one in bad_rows(said)] == [(2, reason)]
    assert len(rows(said)) == 1


def test_a_batch_of_any_size_is_one_row_and_is_not_kept_whole() -> None:
    detail = "<TxDtls><RmtInf><Ustrd>pay {}</Ustrd></RmtInf></TxDtls>"
    batch = "<NtryDtls>" + "".join(detail.format(one) for one in range(50_000)) + "</NtryDtls>"
    (row,) = rows(read_text(camt(statement(entry(batch)))))
    assert row.text.startswith("pay 0 pay 1 ") and len(row.text) < 2000


def test_a_pending_entry_without_a_day_is_nothing_yet() -> None:
    waiting = entry("<Sts>PDNG</Sts>").replace("BookgDt", "Other")
    said = read_text(camt(statement(waiting + entry())))
    assert (len(rows(said)), bad_rows(said)) == (1, [])
