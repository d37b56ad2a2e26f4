"""A keyring for tests: a file beside the configuration, with passwords by service and name."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Backend(KeyringBackend):
    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        kept = json.loads(place().read_text())
        if kept == "locked":
            raise KeyringLocked("correct horse")
        found = kept.get(f"{service}/{username}")
        return None if found is None else str(found)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def place() -> Path:
    return Path(os.environ["FINALLY_CONFIG_DIR"]) / "keyring.json"
