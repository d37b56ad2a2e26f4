"""Which reader reads a bank's file: one for each format that names its own columns."""

from __future__ import annotations

from typing import BinaryIO

from finally_cli.model.bank.rows import Format, Reading


def open_reading(
    file: BinaryIO,
    format: Format,  # noqa: A002  (the field's word)
    *,
    encoding: str | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
) -> Reading:
    """What a file says, read as the format that `detect` knows it to be.

    The file can be gone back in, and stays open. `encoding` is as `parse_encoding` gives it;
    `date_order` (dmy, mdy or ymd) and `decimal` (. or ,) decide what a QIF file leaves open. CSV is
    read by a layout, in `csv_rows`. Raises BadFile, at once or while it is read.
    """
    if format == "ofx":
        from finally_cli.model.bank.ofx import read_ofx

        return read_ofx(file, encoding)
    if format == "mt940":
        from finally_cli.model.bank.mt940 import read_mt940

        return read_mt940(file, encoding)
    if format == "camt":
        from finally_cli.model.bank.camt import read_camt

        return read_camt(file)
    if format == "qif":
        from finally_cli.model.bank.qif import read_qif

        return read_qif(file, encoding, date_order, decimal)
    raise ValueError(format)
