"""The numbers that French organisations are known by."""

from stdnum.fr import siren, siret

CLIENT_NUMBER_DIGITS = 9
CLIENT_NUMBER_TYPED_DIGITS = 6


def read_siren(typed: str) -> str | None:
    """Nine digits with a valid Luhn key, as INSEE gives them to a legal unit; None for anything else."""
    return typed if _is_digits(typed) and siren.is_valid(typed) else None


def read_siret(typed: str) -> str | None:
    """Fourteen digits: a SIREN, five digits of the establishment, a Luhn key; None for anything else.

    Establishments of La Poste (356000000) carry another key: their digits sum to a multiple of 5.
    """
    return typed if _is_digits(typed) and siret.is_valid(typed) else None


def printed_client_number(typed: str) -> str | None:
    """A client number as contracts print it, nine digits, from six or nine digits; None for anything else.

    Only the last six count, so that the three before them are zeros.
    """
    if not _is_digits(typed) or len(typed) not in (CLIENT_NUMBER_TYPED_DIGITS, CLIENT_NUMBER_DIGITS):
        return None
    printed = typed.zfill(CLIENT_NUMBER_DIGITS)
    return printed if printed.startswith("000") else None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
