"""What passwords are too often: words of French and English, rows of the keyboard, and the most used passwords."""

import runpy
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

COMMON_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="ascii").split())
"""Lower case, without accents."""

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


@cache
def most_used(characters_min: int) -> frozenset[str]:
    """The most used passwords that are this long and of two kinds of signs: a capital is all that they lack, if any.

    In lower case, about 4,300 of the 30,000 that zxcvbn lists. Its list is read alone: the library, once imported,
    keeps the dictionaries that it estimates by as well.
    """
    lists = distribution("zxcvbn").locate_file("zxcvbn/frequency_lists.py")
    listed = runpy.run_path(str(lists))["FREQUENCY_LISTS"]["passwords"]
    long_enough = (each for each in listed if len(each) >= characters_min)
    return frozenset(each for each in long_enough if not each.isalpha() and not each.isdigit())
