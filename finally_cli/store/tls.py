"""Off this machine a connection is verified, unless the profile says otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from finally_cli.model.errors import BadFile
from finally_cli.model.profile import SYSTEM, Profile
from finally_cli.model.text import quoted
from finally_cli.store import keywords

VERIFIED = "verify-full"
WEAK = ("disable", "allow", "prefer")  # sslmodes that go on without TLS
OWN_ROOT = "~/.postgresql/root.crt"  # where libpq looks for CAs
# Where systems keep the CAs that they trust, as one file.
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat, Amazon Linux
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine, BSD
)


def with_tls(given: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """What is given, with sslmode and sslrootcert as the profile has them, or as is safe.

    PGSSLMODE does not count: a variable that was set for another server weakens nothing here.
    Raises BadFile where the profile contradicts itself.
    """
    said, force = keywords.said(given), keywords.in_force(given)
    mode = said_once(profile.tls, said.get("sslmode"), "tls", "sslmode")
    root = said_once(tls_root(profile), said.get("sslrootcert"), "tls_root", "sslrootcert")
    if not mode and (is_remote(force) or profile.auth == "rds-iam" or root == SYSTEM):
        mode = VERIFIED
    if profile.auth == "rds-iam" and mode in WEAK:
        raise BadFile(
            f'auth = "rds-iam" needs TLS, and sslmode={mode} may go without',
            f"Take sslmode out of the dsn or the service of profile {quoted(profile.name)}.",
            code="TLS_NEEDED",
        )
    root = root or force.get("sslrootcert", "")
    if mode == VERIFIED and (root == SYSTEM or not (root or Path(OWN_ROOT).expanduser().exists())):
        root = system_bundle()
    more = {"sslmode": mode, "sslrootcert": root}
    return {**given, **{key: value for key, value in more.items() if value}}


def said_once(by_setting: str, by_libpq: str | None, setting: str, keyword: str) -> str:
    """What is said of one thing in two ways. Raises BadFile where they differ."""
    if by_setting and by_libpq and by_setting != by_libpq:
        raise BadFile(
            f"the profile has {setting} = {quoted(by_setting)},"
            f" and its dsn or service {keyword}={by_libpq}",
            "Keep one of them: finally config show",
            code="SAID_TWICE",
        )
    return by_setting or by_libpq or ""


def tls_root(profile: Profile) -> str:
    """The profile's own CAs. Raises BadFile for a file that cannot be read: libpq goes on without
    it where it need not verify."""
    if profile.tls_root in ("", SYSTEM):
        return profile.tls_root
    file = Path(profile.tls_root).expanduser()
    try:
        file.open("rb").close()
    except OSError as error:
        raise BadFile(
            f"cannot read the CA certificates in {file}: {error.strerror}",
            "tls_root names a file of them in PEM form; see: finally config show",
            code="NO_CA_FILE",
        ) from None
    return str(file)


def system_bundle() -> str:
    """The file of the CAs that this machine trusts; `system` where there is no such file.

    libpq's own word `system` asks its OpenSSL, and the one that comes with psycopg looks into a
    folder of the machine that it was built on.
    """
    told = os.environ.get("SSL_CERT_FILE")
    for place in (told, *BUNDLES):
        if place and Path(place).is_file():
            return place
    import ssl

    return ssl.get_default_verify_paths().cafile or SYSTEM


def is_remote(force: Mapping[str, str]) -> bool:
    """Whether any of a connection's servers is on another machine."""
    return any(
        not is_here(place)
        for key in ("host", "hostaddr")
        for place in force.get(key, "").split(",")
    )


def is_here(place: str) -> bool:
    """Whether a host is this machine: a socket's folder, a loopback name or address.

    >>> [is_here(place) for place in ("", "/tmp", "@x", "LOCALHOST", "127.8.0.1", "::1")]
    [True, True, True, True, True, True]
    >>> [is_here(place) for place in ("db", "localhost.example.org", "10.0.0.1", "0127.0.0.1")]
    [False, False, False, False]
    """
    if not place or place.startswith(("/", "@")) or place.lower() == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(place.partition("%")[0]).is_loopback
    except ValueError:
        return False
