"""Words that passwords are made of too often, in French and in English; lower case, without accents."""

from pathlib import Path

COMMON_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="ascii").split())

KEYBOARD_ROWS = (
    "0123456789",
    "9876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiop",
    "qsdfghjklm",
    "qwertyuiop",
    "asdfghjkl",
    "poiuytreza",
)
