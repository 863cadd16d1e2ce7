"""Terms as they lie in files: JSON read strictly, within a limit, nothing guessed."""

import json
import sys
from pathlib import Path
from typing import Any

from deploy.client import PlatformError
from shared.said_once import object_said_once

TERMS_BYTES_MAX = 1_000_000
"""The longest terms, with every list full, are a tenth of that."""
STANDARD_INPUT = Path("-")


def read_terms(file: Path) -> Any:
    """What a file says, or standard input for `-`; raises PlatformError, naming the file."""
    try:
        content = _content(file)
        if len(content) > TERMS_BYTES_MAX:
            raise PlatformError(f"{file}: more than {TERMS_BYTES_MAX:,} bytes are not the terms of a loan")
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=object_said_once, parse_constant=_refuse_constant
        )
    except OSError as error:
        raise PlatformError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise PlatformError(f"{file} is not JSON: {error}") from error


def _content(file: Path) -> bytes:
    """One byte more than is allowed at most, however long the file is."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(TERMS_BYTES_MAX + 1)
    with file.open("rb") as stream:
        return stream.read(TERMS_BYTES_MAX + 1)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a value of JSON")
