"""The code of a letter: what people type without mistake, and what comes of typing it."""

import re

ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
"""Without signs that are taken for one another on paper: 0 O Q, 1 I, 2 Z, 5 S, 8 B, G."""

LENGTH = 12
GROUP = 4
ATTEMPTS_MAX = 9
DAYS_VALID = 30
LETTERS_MAX = 3
LETTERS_DAYS = 90


def read_code(typed: str) -> str | None:
    """The code that was typed, whatever its case, spaces and dashes; None for what can be no code."""
    code = re.sub(r"[\s\u00a0\u202f.–-]", "", typed).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """The code as letters print it: "ACDE-FHJK-LMNP"."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
