"""The keys that sign links: those of the settings, or one that is generated once and kept."""

import os
import secrets
from pathlib import Path

from clausewatch.config import Settings
from clausewatch.errors import ConfigError

KEY_FILE = "link.key"
"""In the data directory."""
MIN_KEY_CHARACTERS = 16


def load_keys(settings: Settings) -> tuple[str, ...]:
    """Return the keys, oldest first. Raises ConfigError for a key that is too short."""
    if settings.link_keys is None:
        return (_ensure_key(settings.data_dir / KEY_FILE),)
    listed = (key.strip() for key in settings.link_keys.get_secret_value().split(","))
    keys = tuple(key for key in listed if key)
    if not keys or any(len(key) < MIN_KEY_CHARACTERS for key in keys):
        raise ConfigError(
            f"LINK_KEYS needs keys of at least {MIN_KEY_CHARACTERS} characters, separated by"
            " commas; `openssl rand -hex 32` makes one."
        )
    return keys


def _ensure_key(path: Path) -> str:
    """Return the key in a file that only its owner may read; create it if there is none."""
    # With a database server nothing else may have made the folder yet.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # Exclusive, so that two processes that start together use one key.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < MIN_KEY_CHARACTERS:
            raise ConfigError(f"{path} has no key; delete it, and a new one is made.") from None
        return key
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(f"{key}\n")
    return key
