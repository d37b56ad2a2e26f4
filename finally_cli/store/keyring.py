"""Passwords that the operating system keeps: Keychain, Secret Service, KWallet, and the like."""

from __future__ import annotations

from finally_cli.model.errors import NotAllowed, Refused
from finally_cli.model.redaction import register_secret
from finally_cli.model.text import quote

SERVICE = "finally"  # the first of an entry's two names; the second is the profile's


def fetch_password(profile: str) -> str:
    """What is kept for a profile: the entry `finally`, PROFILE, as `keyring set` writes it.

    Raises NotAllowed where there is none, or no keyring that can be asked.
    """
    try:
        import keyring
    except ImportError:
        raise Refused(
            "keyring, which asks the system for passwords, is not installed",
            "Run: pip install 'finally-cli[keyring]'",
            code="KEYRING_NOT_INSTALLED",
        ) from None
    failure = ""
    try:
        found = keyring.get_password(SERVICE, profile)
    except Exception as error:  # each system's keyring raises what it likes; its words are not told
        failure = type(error).__name__
    if failure == "NoKeyringError":
        raise NotAllowed(
            "this machine has no keyring that could hold a password",
            "Use another way, such as passfile; or see: keyring diagnose",
            code="NO_KEYRING",
        )
    if failure:
        raise NotAllowed(
            f"the keyring does not give the password of profile {quote(profile)} ({failure})",
            "Unlock it and try again.",
            code="KEYRING_LOCKED",
        )
    if not found:
        raise NotAllowed(
            f"the keyring holds no password for profile {quote(profile)}",
            f"Put it there, it is asked for: {setting_command(profile)}",
            code="NOT_IN_KEYRING",
        )
    register_secret(found)
    return found


def setting_command(profile: str) -> str:
    """The command that puts a password there; it asks for it."""
    return f"keyring set {SERVICE} {profile}"
