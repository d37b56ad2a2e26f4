"""Asking the server whether it would let us in, and if not, why.

libpq gives the reason of a refused connection as text only. The server itself sends a SQLSTATE, so
after a refusal we knock once more and read that.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

READY = "00000"
PROTOCOL = 3 << 16
PATIENCE = 5  # seconds
# What passes: nobody answers; starting, stopping, crashed just now; all places are taken.
PASSING = frozenset({None, "57P03", "57P01", "57P02", "53300"})


def probe_sqlstate(path: Path, dbname: str, user: str) -> str | None:
    """The SQLSTATE of the answer: READY when we may come in; None if nobody answers."""
    words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", dbname))
    hello = struct.pack("!ii", len(words) + 9, PROTOCOL) + words + b"\0"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(str(path))
            line.sendall(hello)
            return read_sqlstate(line)
    except OSError:
        return None


def is_socket_dead(path: Path) -> bool:
    """Whether nobody listens at the socket; a server that only does not answer still listens."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(str(path))
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
        return True
    except OSError:
        pass
    return False


def read_sqlstate(line: socket.socket) -> str | None:
    """Read messages until one decides: an error, or ready for queries."""
    with line.makefile("rb") as stream:
        while len(head := stream.read(5)) == 5:
            kind, length = head[:1], struct.unpack("!i", head[1:])[0]
            body = stream.read(length - 4)
            if kind == b"E":
                return sqlstate_of_error(body)
            if kind == b"Z":
                return READY
    return None


def sqlstate_of_error(body: bytes) -> str | None:
    r"""The code among the fields of an error.

    >>> sqlstate_of_error(b"SFATAL\0C57P03\0Mthe database system is starting up\0\0")
    '57P03'
    """
    for field in body.split(b"\0"):
        if field[:1] == b"C":
            return field[1:].decode("ascii", "replace")
    return None
