"""Every e-mail about an account, for agents to read before anybody gets one: invented words, codes and links hidden."""

from services.notifications.accounts.composing import as_html, as_text
from services.notifications.accounts.notices import NOTICES, AccountNotice
from services.notifications.domain.documents import Sender

_READER = "Madame Martin"
_SAID = {"code": "••••", "identifier": "cend589", "link": "…"}
_SAYS = {
    "registration_code": ("code",),
    "email_code": ("code",),
    "already_registered": ("identifier",),
    "welcome": ("identifier",),
    "identifier_reminder": ("identifier",),
    "password_reset": ("link",),
}
_NAMES = {f"account-{about.replace('_', '-')}": about for about in NOTICES}


def account_samples() -> list[str]:
    """The names that stand in their addresses."""
    return list(_NAMES)


def account_sample(name: str) -> AccountNotice:
    """What one of them says."""
    about = _NAMES[name]
    return NOTICES[about](**{each: _SAID[each] for each in _SAYS.get(about, ())})


def sample_html(name: str, sender: Sender) -> str:
    """One of them as an e-mail."""
    return as_html(account_sample(name), sender, _READER)


def sample_text(name: str, sender: Sender) -> str:
    """One of them as plain text."""
    return as_text(account_sample(name), sender, _READER)
