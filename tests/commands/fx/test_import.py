"""finally fx import, from each of the files that can be downloaded by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.commands.fx.test_fetch import DAYS, XML, london, rates
from tests.conftest import Run
from tests.support.published_rates import ecb_csv

__all__ = ["london"]  # a fixture


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


CSV = ecb_csv(DAYS)
JSON = (
    b'[{"date":"2026-10-30","base":"EUR","quote":"USD","rate":1.19},'
    b'{"date":"2026-10-30","base":"EUR","quote":"GBP","rate":0.85}]'
)
FORMS = {
    "xml": XML,
    "csv": CSV,
    "a csv of Windows": b"\xef\xbb\xbf" + CSV.replace(b"\n", b"\r\n"),
    "zip": zipped("eurofxref-hist.csv", CSV),
    "json": JSON,
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_rates(form: str, london: Run, tmp_path: Path) -> None:
    file = tmp_path / "rates"
    file.write_bytes(FORMS[form])
    done = london("fx", "import", str(file), "--month", "2026-10")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Recorded 1 rate of ECB: GBP/USD, 2026-10.\n"
    assert rates(london) == [("2026-10", "GBPUSD", "1.4", "2026-10-30")]


BAD = {
    "a line that is cut": (CSV[:-8], "the rates are damaged in line 5: it has"),
    "a zip that is cut": (zipped("rates.csv", CSV)[:-30], "the zip cannot be opened"),
    "a zip of a picture": (zipped("a.png", b"x"), "the zip does not hold one CSV file"),
    "a bomb": (zipped("rates.csv", b"0" * (33 << 20)), "the file in the zip is too large"),
    "two rates of a day": (
        CSV + CSV.splitlines()[1].replace(b"0.88000", b"0.89000") + b"\n",
        "GBP has two rates of 2026-11-13",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n", "it is no text"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_whole(kind: str, london: Run, tmp_path: Path) -> None:
    file = tmp_path / "rates"
    content, said = BAD[kind]
    file.write_bytes(content)
    done = london("fx", "import", str(file))
    assert (done.exit_code, done.stdout) == (7, "")
    assert said in done.stderr
    assert rates(london) == []


def test_a_file_that_is_not_there_or_a_folder_is_refused(london: Run, tmp_path: Path) -> None:
    assert 'there is no file "nix"' in london("fx", "import", "nix").stderr
    assert "is a folder" in london("fx", "import", str(tmp_path)).stderr
