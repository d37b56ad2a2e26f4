"""The secrets that this process has learned, so that no bug can tell them.

Everything that handles one is written not to put it into a message. This is the net under that:
what Python says of a bug, or of the way to a failure, is searched for them before it is shown.
"""

SHORTEST = 4  # a shorter one would be found everywhere
_kept: set[str] = set()


def register_secret(text: str) -> None:
    """Never show this text in a trace, or in the words of a bug."""
    if len(text) >= SHORTEST:
        in_conninfo = text.replace("\\", "\\\\").replace("'", "\\'")
        _kept.update((text, repr(text)[1:-1], in_conninfo))


def redact(text: str) -> str:
    """A text without any secret that it may hold.

    >>> register_secret("correct horse")
    >>> redact("no connection with 'correct horse'")
    "no connection with '***'"
    """
    for secret in sorted(_kept, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
