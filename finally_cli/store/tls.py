"""Off this machine a connection is verified, unless the profile says otherwise."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import BadFile, FinallyError, NotReachable
from finally_cli.model.profile import ENVIRONMENT, SYSTEM, Profile
from finally_cli.model.text import quote
from finally_cli.store import conninfo

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
    said, force = conninfo.given_keywords(given), conninfo.keywords_in_force(given)
    mode = agreed_value(profile.tls, said.get("sslmode"), "tls", "sslmode")
    root = agreed_value(tls_root(profile), said.get("sslrootcert"), "tls_root", "sslrootcert")
    if not mode and (is_remote(force) or profile.auth == "rds-iam" or root == SYSTEM):
        mode = VERIFIED
    if profile.auth == "rds-iam" and mode in WEAK:
        raise BadFile(
            f'auth = "rds-iam" needs TLS, and sslmode={mode} may go without',
            f"Take sslmode out of the dsn or the service of profile {quote(profile.name)}.",
            code="TLS_NEEDED",
        )
    root = root or force.get("sslrootcert", "")
    if mode == VERIFIED and (root == SYSTEM or not (root or Path(OWN_ROOT).expanduser().exists())):
        root = system_bundle()
    more = {"sslmode": mode, "sslrootcert": root}
    return {**given, **{key: value for key, value in more.items() if value}}


def agreed_value(by_setting: str, by_libpq: str | None, setting: str, keyword: str) -> str:
    """What is said of one thing in two ways. Raises BadFile where they differ."""
    if by_setting and by_libpq and by_setting != by_libpq:
        raise BadFile(
            f"the profile has {setting} = {quote(by_setting)},"
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
        not is_on_this_machine(place)
        for key in ("host", "hostaddr")
        for place in force.get(key, "").split(",")
    )


def is_on_this_machine(place: str) -> bool:
    """Whether a host is this machine: a socket's folder, a loopback name or address.

    >>> [is_on_this_machine(place) for place in ("", "/tmp", "@x", "LOCALHOST", "127.8.0.1", "::1")]
    [True, True, True, True, True, True]
    >>> [is_on_this_machine(place) for place in ("db", "localhost.example.org", "0127.0.0.1")]
    [False, False, False]
    """
    if not place or place.startswith(("/", "@")) or place.lower() == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(place.partition("%")[0]).is_loopback
    except ValueError:
        return False


if TYPE_CHECKING:
    import ssl

PATIENCE = 5  # seconds
SSL_REQUEST = bytes((0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F))  # the protocol's question for TLS
# OpenSSL's X509_V_ERR_… that a person can act on; every other means that nobody vouches for it.
FAULTS = {
    9: ("is not valid yet", "Check the clocks of this machine and of the server."),
    10: ("has expired", "Ask the operator of the server for a new one."),
    62: ("is for another name", "Connect by a name that stands in the certificate."),
    64: ("is for another address", "Connect by a name that stands in the certificate."),
}


def tls_fault(given: Mapping[str, Any], profile: str) -> FinallyError | None:
    """What is wrong with the TLS of the servers that are given; None where it is something else."""
    force = conninfo.keywords_in_force(given)
    if force.get("sslmode", "prefer") in WEAK:
        return None
    for name, address, port in candidate_servers(force):
        try:
            with socket.create_connection((address, port), PATIENCE) as connection:
                fault = certificate_fault(connection, name, force, profile)
        except OSError:
            continue  # not there, or gone: nothing that its certificate could explain
        if fault:
            return fault
    return None


def candidate_servers(force: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """The servers of a connection that are no sockets, as (name, where to find it, port)."""
    hosts = force.get("host", "").split(",")
    addresses = force.get("hostaddr", "").split(",")
    ports = force.get("port", "").split(",")
    for number in range(max(len(hosts), len(addresses))):
        host = hosts[number] if number < len(hosts) else ""
        address = addresses[number] if number < len(addresses) else ""
        port = ports[number] if 1 < len(ports) > number else ports[0]
        if (address or host) and not host.startswith(("/", "@")):
            yield host or address, address or host, int(port or 5432)


def certificate_fault(
    connection: socket.socket, name: str, force: Mapping[str, str], profile: str
) -> FinallyError | None:
    """What is wrong with the TLS of one server. Raises OSError where it breaks off."""
    import ssl

    if force.get("sslnegotiation") != "direct":
        connection.sendall(SSL_REQUEST)
        answer = connection.recv(1)
        if answer == b"N":
            return tls_failure(
                f"the server {quote(name)} has no TLS",
                "Turn TLS on there. Only where the way to it is safe: "
                + setting_hint(profile, "tls", "disable", "sslmode=disable"),
            )
        if answer != b"S":
            return None
    try:
        context = tls_context(force)
    except OSError:  # ssl.SSLError is one: not PEM, or no certificate in it
        return tls_failure(
            f"there are no CA certificates in {force.get('sslrootcert') or OWN_ROOT}",
            "Name a file of them in PEM form: "
            + setting_hint(profile, "tls_root", "FILE", "sslrootcert=FILE"),
        )
    try:
        context.wrap_socket(connection, server_hostname=name).close()
    except ssl.SSLCertVerificationError as error:
        return describe_certificate_fault(error, name, force, profile)
    except ssl.SSLError as error:
        reason = (error.reason or "no reason given").replace("_", " ").lower()
        return tls_failure(
            f"no TLS with the server {quote(name)} comes about: {reason}",
            "Ask its operator which versions of TLS and which certificates it takes.",
        )
    return None


def tls_context(force: Mapping[str, str]) -> ssl.SSLContext:
    """What libpq checks, for Python: the same mode, the same CAs, the same rule for names."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.hostname_checks_common_name = True
    context.check_hostname = force["sslmode"] == VERIFIED
    root = Path(force.get("sslrootcert") or OWN_ROOT).expanduser()
    if str(root) == SYSTEM:
        context.set_default_verify_paths()
    elif force["sslmode"] == "require" and not root.exists():
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(root)
    if force.get("sslnegotiation") == "direct":
        context.set_alpn_protocols(["postgresql"])
    return context


def describe_certificate_fault(
    error: ssl.SSLCertVerificationError, name: str, force: Mapping[str, str], profile: str
) -> FinallyError:
    """A certificate that does not pass, in words."""
    root = force.get("sslrootcert") or OWN_ROOT
    fault, hint = FAULTS.get(
        error.verify_code,
        (
            f"is signed by nobody whom {root} vouches for",
            "Name the file of its CA's certificate: "
            + setting_hint(profile, "tls_root", "FILE", "sslrootcert=FILE"),
        ),
    )
    return tls_failure(f"the certificate of the server {quote(name)} {fault}", hint)


def setting_hint(profile: str, key: str, value: str, in_dsn: str) -> str:
    """How to say a thing for the profile, or for the server of the environment."""
    if profile == ENVIRONMENT:
        return f"{in_dsn} in FINALLY_DSN"
    return f"finally config set profiles.{profile}.{key} {value}"


def tls_failure(message: str, hint: str) -> NotReachable:
    return NotReachable(message, hint, code="TLS_FAILED")
