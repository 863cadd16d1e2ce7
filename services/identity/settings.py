"""What identity needs to know beyond what every service does."""

from dataclasses import dataclass
from pathlib import Path

from shared import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """Keys, sessions and how much of the machine passwords may take.

    signing_keys_file     private keys that sign tokens, as a JSON Web Key Set readable by this service only
    signing_keys_create   make that file when it is absent: on one machine; elsewhere it is a secret given
    logins_at_once        passwords checked at the same time, each with 19 MiB of memory
    session_hours_max     a session ends that long after its login, used or not
    session_idle_minutes  and that long after its last use
    """

    signing_keys_file: Path
    signing_keys_create: bool = False
    logins_at_once: int = 2
    session_hours_max: int = 12
    session_idle_minutes: int = 120
