"""The European Central Bank's CSV, a line a day and a column a currency, and the zip around it."""

from __future__ import annotations

import io

from finally_cli.model.published_rates.days import LARGEST, PublishedRates, malformed, not_rates

ABSENT = ("", "N/A")


def read_zip(content: bytes) -> PublishedRates:
    """The rates of the one CSV file in a zip. Raises BadFile."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise not_rates("the zip does not hold one CSV file")
            with archive.open(names[0]) as file:
                unpacked = file.read(LARGEST + 1)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as fault:
        raise malformed(0, f"the zip cannot be opened ({fault})") from None
    if len(unpacked) > LARGEST:
        raise not_rates("the file in the zip is too large")
    return read_csv(unpacked)


def read_csv(content: bytes) -> PublishedRates:
    """The rates of the bank's CSV, whose cells are never quoted. Raises BadFile."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise not_rates("it is no text") from None
    header = [cell.strip().upper() for cell in lines[0].split(",")] if lines else []
    if header[:1] != ["DATE"] or len(header) < 2:
        raise not_rates('its first line does not begin with "Date"')
    published = PublishedRates()
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) != len(header):
            raise malformed(number, f"it has {len(cells)} cells, and the first {len(header)}")
        for currency, rate in zip(header[1:], cells[1:], strict=True):
            if rate not in ABSENT:
                published.add(cells[0], currency, rate, number)
    if not published.days:
        raise not_rates("it holds no day")
    return published
