"""What the operating system refuses about the data folder, in words."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finally_cli.model.errors import Denied, ResourceFull

FULL = (errno.ENOSPC, errno.EDQUOT)


ELSEWHERE = "Choose another folder with FINALLY_DATA_DIR"


@contextmanager
def translating_os_errors(path: Path) -> Iterator[None]:
    """Say what the operating system refused about the data folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in FULL:
            raise ResourceFull(
                f"the disk is full: {path}", "Free some space and try again"
            ) from error
        at = f" ({os.fsdecode(error.filename)})" if error.filename else ""
        raise Denied(
            f"the data folder {path} cannot be used: {reason}{at}",
            ELSEWHERE,
            code="DATA_FOLDER_NOT_WRITABLE",
        ) from error
