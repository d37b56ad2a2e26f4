"""Why no TLS came about: a look at the server's certificate, after libpq has refused it.

libpq tells its reasons in words alone. So the same handshake is done once more by Python, whose
OpenSSL gives numbers. It costs a second connection and the import of ssl, and only where a
connection has failed already; it decides what is told, and never whether to go on.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotReachable
from finally_cli.model.profile import ENVIRONMENT, SYSTEM
from finally_cli.model.text import quoted
from finally_cli.store import keywords
from finally_cli.store.tls import OWN_ROOT, VERIFIED, WEAK

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
    force = keywords.in_force(given)
    if force.get("sslmode", "prefer") in WEAK:
        return None
    for name, address, port in servers(force):
        try:
            with socket.create_connection((address, port), PATIENCE) as connection:
                fault = fault_of(connection, name, force, profile)
        except OSError:
            continue  # not there, or gone: nothing that its certificate could explain
        if fault:
            return fault
    return None


def servers(force: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
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


def fault_of(
    connection: socket.socket, name: str, force: Mapping[str, str], profile: str
) -> FinallyError | None:
    """What is wrong with the TLS of one server. Raises OSError where it breaks off."""
    import ssl

    if force.get("sslnegotiation") != "direct":
        connection.sendall(SSL_REQUEST)
        answer = connection.recv(1)
        if answer == b"N":
            return failed(
                f"the server {quoted(name)} has no TLS",
                "Turn TLS on there. Only where the way to it is safe: "
                + setting(profile, "tls", "disable", "sslmode=disable"),
            )
        if answer != b"S":
            return None
    try:
        context = context_of(force)
    except OSError:  # ssl.SSLError is one: not PEM, or no certificate in it
        return failed(
            f"there are no CA certificates in {force.get('sslrootcert') or OWN_ROOT}",
            "Name a file of them in PEM form: "
            + setting(profile, "tls_root", "FILE", "sslrootcert=FILE"),
        )
    try:
        context.wrap_socket(connection, server_hostname=name).close()
    except ssl.SSLCertVerificationError as error:
        return explained(error, name, force, profile)
    except ssl.SSLError as error:
        reason = (error.reason or "no reason given").replace("_", " ").lower()
        return failed(
            f"no TLS with the server {quoted(name)} comes about: {reason}",
            "Ask its operator which versions of TLS and which certificates it takes.",
        )
    return None


def context_of(force: Mapping[str, str]) -> ssl.SSLContext:
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


def explained(
    error: ssl.SSLCertVerificationError, name: str, force: Mapping[str, str], profile: str
) -> FinallyError:
    """A certificate that does not pass, in words."""
    root = force.get("sslrootcert") or OWN_ROOT
    fault, hint = FAULTS.get(
        error.verify_code,
        (
            f"is signed by nobody whom {root} vouches for",
            "Name the file of its CA's certificate: "
            + setting(profile, "tls_root", "FILE", "sslrootcert=FILE"),
        ),
    )
    return failed(f"the certificate of the server {quoted(name)} {fault}", hint)


def setting(profile: str, key: str, value: str, in_dsn: str) -> str:
    """How to say a thing for the profile, or for the server of the environment."""
    if profile == ENVIRONMENT:
        return f"{in_dsn} in FINALLY_DSN"
    return f"finally config set profiles.{profile}.{key} {value}"


def failed(message: str, hint: str) -> NotReachable:
    return NotReachable(message, hint, code="TLS_FAILED")
