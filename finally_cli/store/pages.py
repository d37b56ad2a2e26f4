"""The folder of the pages that are made without a word of where."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from finally_cli.model.profile import Profile


def prepare_page(profile: Profile, email: str, name: str) -> Path:
    """Where a page of that name belongs, in a folder for each profile and user that others cannot
    enter, made if it is missing. Raises Denied or ResourceFull."""
    from finally_cli.store.embedded.permissions import claim_folder
    from finally_cli.store.errors import translating_os_errors

    folder = profile.data_dir / "pages" / profile.name / quote(email, safe="@+")
    with translating_os_errors(profile.data_dir):
        claim_folder(profile.data_dir, None)  # no server needs to reach it
        for place in (folder.parents[1], folder.parent, folder):
            place.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}.html"
