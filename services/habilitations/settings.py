"""What habilitations needs to know beyond what every service does."""

from dataclasses import dataclass
from pathlib import Path

from shared import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """Where the secrets are that codes need.

    code_keys_file    key that codes of letters are hashed with (HMAC): without it a copy of the database tells none
    code_keys_create  make that file when it is absent: on one machine; elsewhere it is a secret given
    """

    code_keys_file: Path = Path("var/code-keys.json")
    code_keys_create: bool = False
