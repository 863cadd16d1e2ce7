"""Codes of letters: made by chance, kept as an HMAC, counted before they are compared."""

import hmac
import secrets
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from services.habilitations.domain.codes import ALPHABET, LENGTH
from shared.key_files import read_keys, write_keys
from shared.service import current_service

KEY_BYTES = 32


def new_code() -> str:
    """A code that nobody can guess: 24 to the power of 12, some 55 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(code: str, letter_id: UUID) -> str:
    """What is kept of a code; of no use without the key, nor for another letter."""
    key = bytes.fromhex(read_keys(current_service().settings.code_keys_file)[-1]["key"])
    return hmac.new(key, f"{letter_id}/{code}".encode(), sha256).hexdigest()


def is_code_of(code: str, digest: str, letter_id: UUID) -> bool:
    """Whether this is the code; takes the same time whatever differs."""
    return hmac.compare_digest(digest_of(code, letter_id), digest)


def ensure_code_key(file: Path) -> None:
    """Make a file with a key, unless it is there."""
    if not file.exists():
        write_keys(file, [{"key": secrets.token_hex(KEY_BYTES)}], only_if_absent=True)
