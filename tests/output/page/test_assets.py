"""What every page carries: the library is the one on record, and nothing ends its element."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from finally_cli.output.page import assets

# What tools/chart_library/build says, of Apache ECharts 6.1.0.
LIBRARY = "4b32d43d7fc164477c0aa43c8610b2f23fd6220c7555fc6dd4e5de0b795153f9"


def test_the_chart_library_is_the_one_that_was_built_from_its_lock_file() -> None:
    assert sha256((assets.FOLDER / assets.LIBRARY).read_bytes()).hexdigest() == LIBRARY
    licences = sorted(path.name for path in (assets.FOLDER / "vendor").iterdir())
    assert licences == ["LICENSE", "LICENSE-d3", "LICENSE-zrender", "NOTICE", "echarts.min.js"]
    assert assets.chart_library().startswith("/*! Apache ECharts 6.1.0 (Apache-2.0), with zrender")


def test_no_asset_ends_the_element_that_it_stands_in_nor_asks_for_anything() -> None:
    for text in (assets.chart_library(), assets.our_scripts(), assets.style_sheet()):
        assert not {"</script", "</style", "<!--"} & {
            word for word in ("</script", "</style", "<!--") if word in text.lower()
        }
        assert "\r" not in text  # a browser reads it as a line feed, and its hash would be another
        for asking in ("eval(", "new Function", "@import", "url(http", "fetch(", "XMLHttpRequest"):
            assert asking not in text, asking


def test_every_script_of_ours_is_one_that_a_page_has() -> None:
    folder = assets.FOLDER / "scripts"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}
    assert there == set(assets.SCRIPTS)


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    said = assets.security_policy(("one()",), ("a{}",))
    one = b64encode(sha256(b"one()").digest()).decode()
    assert said.startswith(f"default-src 'none'; script-src 'sha256-{one}'; style-src 'sha256-")
    assert "unsafe" not in said
