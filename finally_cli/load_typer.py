"""Typer, imported without what only its rarer ways need. main imports this before all else."""

from finally_cli.lazy_import import lazily, lazy

with lazily(
    lazy("bz2"),  # by shutil, which only wants to know whether they are there
    lazy("lzma"),
    lazy("difflib", "get_close_matches"),  # after a slip
    lazy("subprocess"),
    lazy("textwrap"),  # by traceback, which never uses it; Click does for help, on its own
    lazy("tokenize"),  # by inspect and linecache, to read source
    lazy("urllib.parse", "quote_from_bytes"),  # by pathlib, for Path.as_uri
):
    import typer  # noqa: F401
