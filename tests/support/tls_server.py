"""TLS in front of a server that has none: a relay on 127.0.0.1; certificates right and wrong."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import trustme

SSL_REQUEST = bytes((0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F))
NAME = "db.example.org"


class Certificates:
    """A CA of our own, and servers' certificates by name."""

    def __init__(self, folder: Path) -> None:
        ca, stranger = trustme.CA(), trustme.CA()
        then = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)
        self.root = folder / "ca.pem"
        ca.cert_pem.write_to_path(str(self.root))
        self.strange_root = folder / "stranger.pem"
        stranger.cert_pem.write_to_path(str(self.strange_root))
        self.contexts: dict[str, ssl.SSLContext | None] = {
            "right": context(ca.issue_cert(NAME)),
            "of another name": context(ca.issue_cert("www.example.org")),
            "expired": context(ca.issue_cert(NAME, not_before=then[0], not_after=then[1])),
            "without TLS": None,
        }


def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


class Relay:
    """Answers the question for TLS with `context` (None: there is none), and passes on the rest.

    `met` holds, for each connection, whether it came with TLS.
    """

    def __init__(self, port_behind: int) -> None:
        self.port_behind = port_behind
        self.context: ssl.SSLContext | None = None
        self.met: list[bool] = []
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda _loop, _context: None)  # a client may just go away
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        serving = asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(serving, self.loop).result()
        self.port = int(self.server.sockets[0].getsockname()[1])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(8)
            if first == SSL_REQUEST:
                writer.write(b"S" if self.context else b"N")
                await writer.drain()
                if self.context:
                    await writer.start_tls(self.context)
                first = b""
            self.met.append(writer.get_extra_info("ssl_object") is not None)
            behind = await asyncio.open_connection("127.0.0.1", self.port_behind)
            behind[1].write(first)
            await asyncio.gather(passed_on(reader, behind[1]), passed_on(behind[0], writer))
        writer.close()

    def close(self) -> None:
        async def end() -> None:
            self.server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything from one side to the other, up to its end."""
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
