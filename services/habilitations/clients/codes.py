"""Codes of letters: made by chance, kept as an HMAC, counted before they are compared."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from services.habilitations.domain.codes import ALPHABET, DAYS_VALID, LENGTH
from shared import clock
from shared.key_files import read_keys, write_keys
from shared.service import current_service

ID_BYTES, KEY_BYTES = 8, 32
OUT_OF_USE = timedelta(days=DAYS_VALID + 1)
"""A key that was replaced so long ago has no code left that can be typed."""


def new_code() -> str:
    """A code that nobody can guess: 24 to the power of 12, some 55 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(code: str, letter_id: UUID) -> str:
    """What is kept of a code, by the newest key; of no use without the key, nor for another letter."""
    return _digest(_keys()[-1], code, letter_id)


def is_code_of(code: str, digest: str, letter_id: UUID) -> bool:
    """Whether this is the code, by any key that is kept; takes the same time whatever differs."""
    matches = [hmac.compare_digest(_digest(key, code, letter_id), digest) for key in _keys()]
    return any(matches)


def ensure_code_key(file: Path) -> None:
    """Make a file with a key, unless it is there."""
    if not file.exists():
        write_keys(file, [_new_key()], only_if_absent=True)


def rotate_code_key(file: Path) -> str:
    """Add a key for the codes to come, drop those whose codes are all dead; returns the new key's id."""
    new = _new_key()
    keys = [*read_keys(file), new]
    kept = [key for key, next_one in pairwise(keys) if not _is_out_of_use(next_one)]
    write_keys(file, [*kept, new])
    return new["kid"]


def _is_out_of_use(next_one: dict) -> bool:
    """Whether the key before this one is: nothing was hashed with it since this one was made."""
    return datetime.fromisoformat(next_one["made_at"]) < clock.now() - OUT_OF_USE


def _keys() -> list[dict]:
    return read_keys(current_service().settings.code_keys_file)


def _digest(key: dict, code: str, letter_id: UUID) -> str:
    return hmac.new(bytes.fromhex(key["key"]), f"{letter_id}/{code}".encode(), sha256).hexdigest()


def _new_key() -> dict:
    made_at = clock.now().isoformat()
    return {"kid": secrets.token_hex(ID_BYTES), "made_at": made_at, "key": secrets.token_hex(KEY_BYTES)}
