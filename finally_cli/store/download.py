"""What a web server answers, within a time and a size: nothing is sent but the address."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit

from finally_cli.model.errors import BadUsage, FinallyError, NotReachable
from finally_cli.model.published_rates.days import LARGEST
from finally_cli.model.text import quote

LONGEST = 30.0  # seconds, for all of it
SILENCE = 10.0  # seconds, without a byte
SCHEMES = ("https", "http")


def refuse_address(url: str) -> None:
    """Raise BadUsage for what is no address of a web server."""
    with suppress(ValueError):
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        if plain and parts.scheme in SCHEMES and parts.hostname and "@" not in parts.netloc:
            _ = parts.port
            return
    raise BadUsage(
        f"{quote(url)} is not the address of a web server", "Write it as https://example.org/rates."
    )


def download(url: str) -> bytes:
    """What is at an address. Raises NotReachable for every way in which nothing whole comes.

    In a thread of its own: a server may send a byte a minute, which no time-out of a socket ends.
    """
    refuse_address(url)
    kept: list[bytes] = []
    failed: list[FinallyError] = []

    def fetch() -> None:
        try:
            kept.append(read_answer(url))
        except FinallyError as error:
            failed.append(error)

    thread = Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(LONGEST)
    if failed:
        raise failed[0]
    if not kept:
        raise unreachable(url, f"it gave no whole answer in {LONGEST:g} seconds")
    return kept[0]


def read_answer(url: str) -> bytes:
    """The body of the answer. Raises NotReachable."""
    import ssl
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class SameSecurity(HTTPRedirectHandler):
        """Goes elsewhere when it is told to, but never from https to where anybody may listen."""

        def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
            if req.full_url.startswith("https:") and not newurl.startswith("https:"):
                raise unreachable(url, "it leads away from https")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    try:
        request = Request(url, headers={"User-Agent": "finally", "Accept": "*/*"})
        with build_opener(SameSecurity).open(request, timeout=SILENCE) as answer:
            body: bytes = answer.read(LARGEST + 1)
            is_cut = bool(answer.length) and len(body) <= LARGEST  # what should have come, too
    except HTTPError as error:
        error.close()
        raise unreachable(url, f"it answers {error.code} {str(error.reason)[:80]}") from None
    except URLError as error:
        reason = error.reason
        if isinstance(reason, ssl.SSLCertVerificationError):
            said = f"its certificate is not trusted ({reason.verify_message})"
        else:
            said = (reason.strerror if isinstance(reason, OSError) else None) or str(reason)
        raise unreachable(url, said) from None
    except (OSError, HTTPException, ValueError) as error:
        raise unreachable(url, str(error) or type(error).__name__) from None
    if is_cut:
        raise unreachable(url, "the answer was cut off")
    if len(body) > LARGEST:
        raise unreachable(url, f"its answer is larger than {LARGEST >> 20} MB")
    return body


def unreachable(url: str, said: str) -> NotReachable:
    """The refusal, in one sentence, of whatever a server or the way to it did."""
    said = " ".join(said.split())[:200]
    return NotReachable(
        f"no rates came from {urlsplit(url).hostname}: {said}",
        "Try again later, name another server with --url, or download a file and read it with:"
        " finally fx import FILE",
        code="RATES_NOT_REACHABLE",
    )
