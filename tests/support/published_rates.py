"""Rates as central banks publish them, in the shape of their files, with figures of our own."""

from __future__ import annotations

from collections.abc import Mapping

Days = Mapping[str, Mapping[str, str]]


def ecb_xml(days: Days) -> bytes:
    """As eurofxref-hist.xml: a cube a day, the newest first."""
    cubes = "".join(
        f'<Cube time="{day}">'
        + "".join(f'<Cube currency="{code}" rate="{rate}"/>' for code, rate in rates.items())
        + "</Cube>\n"
        for day, rates in days.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
        ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        "<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender>"
        "<gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>\n"
        f"<Cube>\n{cubes}</Cube></gesmes:Envelope>\n"
    ).encode()


def ecb_csv(days: Days) -> bytes:
    """As eurofxref-hist.csv: N/A where there is no rate, and a comma at the end of each line."""
    codes = sorted({code for rates in days.values() for code in rates})
    lines = [
        ",".join([day, *(rates.get(code, "N/A") for code in codes), ""])
        for day, rates in days.items()
    ]
    return "\n".join([",".join(["Date", *codes, ""]), *lines, ""]).encode()
