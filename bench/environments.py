"""Environments of their own for peers, made from the package registry when they are not there."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

PEERS = Path(__file__).parent / ".peers"


class Missing(Exception):
    """A peer's environment could not be made."""


def environment(name: str, *packages: str) -> Path:
    """The Python of an environment with these packages. Raises `Missing`."""
    home = PEERS / name
    own = home / "bin" / "python"
    try:
        if not (home / "installed").exists():
            venv.create(home, with_pip=True, clear=True)
            pip = [str(own), "-m", "pip", "install", "-q", *packages]
            subprocess.run(pip, check=True, capture_output=True)
            (home / "installed").touch()
    except (subprocess.CalledProcessError, OSError) as error:
        raise Missing(f"{', '.join(packages)} could not be installed: {error}") from error
    return own
