"""Make sure that a file that is given can be read, before anything waits for it for ever."""

import stat
from pathlib import Path

from astrograph.errors import JobError


def regular(path: Path) -> Path:
    """Let a path pass that leads to a file.

    Raises:
        JobError: Nothing is there, or a folder, a pipe or a device, or it cannot be opened.
    """
    why = why_not(path)
    if why:
        raise JobError(f"{path}: {why}")
    return path


def why_not(path: Path) -> str:
    """Say why a path leads to no file that can be read; nothing if it does."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return "it is a folder"
        if not stat.S_ISREG(mode):
            return "it is not a regular file"
        with path.open("rb"):
            return ""
    except FileNotFoundError:
        return "no such file"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
