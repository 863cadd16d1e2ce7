"""What people are told about their accounts, in French: one function for each message.

Nothing that a stranger may have typed is repeated before the address is confirmed: these mails go to anyone's address.
"""

from collections.abc import Callable
from dataclasses import dataclass

_NOT_YOU = "Si vous n’avez rien demandé, ignorez ce message"
_CALL_US = "Si ce n’est pas vous, changez votre mot de passe sans attendre et répondez à ce message."


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountNotice:
    """The sentences of an e-mail about an account.

    code                    what is to be typed, shown large; none when empty
    link_label, link_path   the page of the portal it leads to; none when empty
    """

    subject: str
    introduction: tuple[str, ...]
    code: str = ""
    explanations: tuple[str, ...] = ()
    link_label: str = ""
    link_path: str = ""


def registration_code(code: str) -> AccountNotice:
    """The code that finishes a registration."""
    return AccountNotice(
        subject="Votre code pour finaliser votre inscription",
        introduction=("Voici le code à saisir pour finaliser votre inscription :",),
        code=code,
        explanations=(
            "Il est valable dix minutes et ne sert qu’une fois.",
            "Ce code à 4 chiffres n’est pas votre mot de passe : celui-ci est celui que vous avez choisi, d’au "
            "moins 8 caractères.",
            f"{_NOT_YOU} : sans ce code, aucun compte ne sera ouvert.",
        ),
    )


def already_registered(identifier: str) -> AccountNotice:
    """Somebody registers with an address that has an account."""
    return AccountNotice(
        subject="Vous avez déjà un compte",
        introduction=(
            "Une inscription vient d’être demandée avec votre adresse, qui a déjà un compte. Aucun autre n’a été "
            "ouvert.",
            f"Votre identifiant de connexion est {identifier}.",
        ),
        explanations=(
            "Si vous avez oublié votre mot de passe, choisissez-en un autre depuis la page de connexion.",
            f"{_NOT_YOU} : votre compte n’a pas changé.",
        ),
        link_label="Me connecter",
        link_path="/connexion",
    )


def welcome(identifier: str) -> AccountNotice:
    """The account is open."""
    return AccountNotice(
        subject="Bienvenue : votre identifiant de connexion",
        introduction=("Votre inscription est validée.", f"Votre identifiant de connexion est {identifier}."),
        explanations=(
            "Vous le retrouverez dans votre profil. Vous pouvez aussi vous connecter avec votre adresse électronique.",
        ),
        link_label="Me connecter",
        link_path="/connexion",
    )


def identifier_reminder(identifier: str) -> AccountNotice:
    """The identifier was forgotten."""
    return AccountNotice(
        subject="Votre identifiant de connexion",
        introduction=(
            "Vous avez demandé à recevoir votre identifiant.",
            f"Votre identifiant de connexion est {identifier}.",
        ),
        explanations=(f"{_NOT_YOU} : votre compte n’a pas changé.",),
        link_label="Me connecter",
        link_path="/connexion",
    )


def password_reset(link: str) -> AccountNotice:
    """The password was forgotten. The secret follows a #, which browsers send to nobody."""
    return AccountNotice(
        subject="Choisissez un nouveau mot de passe",
        introduction=(
            "Vous avez demandé à choisir un nouveau mot de passe.",
            "Le lien ci-dessous est valable trente minutes et ne sert qu’une fois. Il fonctionne même si votre compte "
            "est bloqué.",
        ),
        explanations=(f"{_NOT_YOU} : votre mot de passe reste le même.",),
        link_label="Choisir un nouveau mot de passe",
        link_path=f"/mot-de-passe#{link}",
    )


def password_changed() -> AccountNotice:
    """The password is another one."""
    return AccountNotice(
        subject="Votre mot de passe a été changé",
        introduction=(
            "Le mot de passe de votre compte vient d’être changé. Vous avez été déconnecté partout.",
        ),
        explanations=(_CALL_US,),
    )


def account_locked() -> AccountNotice:
    """Ten logins failed."""
    return AccountNotice(
        subject="Votre compte est bloqué pendant une heure",
        introduction=(
            "Dix essais de connexion ont échoué : votre compte est bloqué pendant une heure, puis se débloquera de "
            "lui-même.",
            "Les appareils avec lesquels vous vous êtes déjà connecté ne sont pas bloqués.",
        ),
        explanations=(
            "Si vous avez oublié votre mot de passe, choisissez-en un autre depuis la page de connexion : cela "
            "débloque aussi votre compte.",
            "Si ces essais ne viennent pas de vous, quelqu’un cherche peut-être votre mot de passe : il n’a pas été "
            "trouvé.",
        ),
        link_label="Mot de passe oublié",
        link_path="/mot-de-passe-oublie",
    )


def account_unlocked() -> AccountNotice:
    """Somebody of the bank let the owner try again."""
    return AccountNotice(
        subject="Votre compte est débloqué",
        introduction=(
            "Notre équipe vient de débloquer votre compte : vous pouvez de nouveau vous connecter, avec le même mot de "
            "passe.",
        ),
        explanations=(
            "Si vous l’avez oublié, choisissez-en un autre depuis la page de connexion.",
            "Si vous ne nous avez rien demandé, répondez à ce message sans attendre.",
        ),
        link_label="Me connecter",
        link_path="/connexion",
    )


def logged_out_by_the_bank() -> AccountNotice:
    """Somebody of the bank ended all sessions; no device is known any more."""
    return AccountNotice(
        subject="Vous avez été déconnecté partout",
        introduction=(
            "Notre équipe vient de mettre fin à toutes vos connexions. Aucun de vos appareils n’est plus reconnu.",
            "Votre mot de passe reste le même : reconnectez-vous quand vous voulez.",
        ),
        explanations=("Si vous ne nous avez rien demandé, répondez à ce message sans attendre.",),
        link_label="Me connecter",
        link_path="/connexion",
    )


def staff_invited() -> AccountNotice:
    """An operator opened an account for somebody of the bank."""
    return AccountNotice(
        subject="Un compte vous est ouvert",
        introduction=(
            "Un responsable de la plateforme vous a ouvert un compte. Vous vous y connectez avec cette adresse "
            "électronique, ou avec l’identifiant que vous trouverez dans votre profil.",
        ),
        explanations=(
            "Votre premier mot de passe vous est remis par cette personne, jamais par courriel. Vous en choisirez un "
            "autre à votre première connexion.",
        ),
        link_label="Me connecter",
        link_path="/connexion",
    )


def staff_password_given() -> AccountNotice:
    """An operator replaced the password of somebody of the bank."""
    return AccountNotice(
        subject="Votre mot de passe a été remplacé",
        introduction=(
            "Un responsable de la plateforme vient de remplacer votre mot de passe. Vous avez été déconnecté partout.",
            "Le nouveau vous est remis par cette personne, jamais par courriel. Vous en choisirez un autre à votre "
            "prochaine connexion.",
        ),
        explanations=("Si vous n’avez rien demandé, répondez à ce message sans attendre.",),
    )


def staff_account_closed() -> AccountNotice:
    """An operator closed the account of somebody of the bank."""
    return AccountNotice(
        subject="Votre compte est fermé",
        introduction=(
            "Un responsable de la plateforme vient de fermer votre compte, et avec lui tous vos droits.",
        ),
        explanations=("Si cela vous étonne, répondez à ce message.",),
    )


def email_code(code: str) -> AccountNotice:
    """The code that confirms another address."""
    return AccountNotice(
        subject="Votre code pour confirmer votre adresse",
        introduction=("Voici le code à saisir pour que cette adresse devienne celle de votre compte :",),
        code=code,
        explanations=(
            "Il est valable dix minutes et ne sert qu’une fois.",
            f"{_NOT_YOU} : sans ce code, rien ne changera.",
        ),
    )


def address_taken() -> AccountNotice:
    """Somebody wants an address that has an account."""
    return AccountNotice(
        subject="Cette adresse a déjà un compte",
        introduction=(
            "Quelqu’un a demandé que votre adresse devienne celle d’un autre compte. Elle a déjà le sien : rien n’a "
            "changé.",
        ),
        explanations=(
            "Si c’est vous, fermez d’abord le compte dont vous ne voulez plus, ou répondez à ce message.",
        ),
    )


def email_changed() -> AccountNotice:
    """The account has another address; told to the one before."""
    return AccountNotice(
        subject="L’adresse de votre compte a changé",
        introduction=("Votre compte a désormais une autre adresse électronique. Celle-ci ne sert plus.",),
        explanations=("Si ce n’est pas vous, répondez à ce message sans attendre.",),
    )


def account_closed() -> AccountNotice:
    """The account is gone."""
    return AccountNotice(
        subject="Votre compte est fermé",
        introduction=(
            "Votre compte est fermé, comme vous l’avez demandé. Vos données personnelles sont effacées de tous nos "
            "services.",
        ),
        explanations=("Si ce n’est pas vous, répondez à ce message sans attendre.",),
    )


NOTICES: dict[str, Callable[..., AccountNotice]] = {
    write.__name__: write
    for write in (
        registration_code, already_registered, welcome, identifier_reminder, password_reset, password_changed,
        account_locked, email_code, address_taken, email_changed, account_closed,
        account_unlocked, logged_out_by_the_bank, staff_invited, staff_password_given, staff_account_closed,
    )
}  # fmt: skip
"""By the name that identity gives them. Their arguments are what it seals beside the address and the name."""
