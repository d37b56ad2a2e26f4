"""A publication of rates in whichever of its forms it comes."""

from __future__ import annotations

from finally_cli.model.published_rates.days import PublishedRates, not_rates


def read_published(content: bytes) -> PublishedRates:
    """The rates of a file or an answer: ECB XML, its CSV or zip, or Frankfurter's JSON.

    Raises BadFile for anything else, and for one that is cut or damaged.
    """
    begin = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not begin:
        raise not_rates("it is empty")
    if begin.startswith(b"PK"):
        from finally_cli.model.published_rates.ecb_csv import read_zip

        return read_zip(content)
    if begin.startswith(b"<"):
        from finally_cli.model.published_rates.ecb_xml import read_xml

        return read_xml(content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if begin.startswith((b"{", b"[")):
        from finally_cli.model.published_rates.frankfurter import read_json

        return read_json(content)
    from finally_cli.model.published_rates.ecb_csv import read_csv

    return read_csv(content)
