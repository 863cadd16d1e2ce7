"""What people are told of the structures that they belong to, and structures of where they are told things."""

from services.notifications.domain.documents import Document
from services.notifications.domain.rights_words import the
from shared.errors import Refusal
from shared.events.structures import MemberRecorded, StructureRecorded

MY_STRUCTURES = "/profil/structures"
_ACCOUNT_STAYS = "Votre compte reste ouvert : vous pouvez vous rattacher à une autre structure."

_WHO_DETACHES = {
    "person": (
        "Vous l’avez demandé",
        "Si vous n’avez rien demandé, changez votre mot de passe sans attendre et répondez à ce message.",
    ),
    "administrator": (
        "Un administrateur de la structure l’a décidé",
        "Parlez-en avec l’administrateur de votre structure, ou répondez à ce message.",
    ),
    "bank": ("Notre équipe l’a décidé", "Répondez à ce message : nous en parlerons avec vous."),
    "account": ("Votre compte est fermé", "Répondez à ce message sans attendre."),
}
"""Whose doing it is that somebody belongs to a structure no longer, and whom to turn to."""


class DeciderUnknown(Refusal):
    """Somebody whom we have no words for: the fact waits in the dead letters until we have."""

    french = "Aucun message n'est prévu pour un détachement décidé par {value}."
    english = "No message is written for a detachment decided by {value}."


def membership_notice(event: MemberRecorded) -> Document:
    """To a person: attached to a structure, or no longer; raises DeciderUnknown."""
    if event.attached:
        return Document(
            subject=f"Vous êtes rattaché à {the(event)}",
            introduction=(
                f"Votre rattachement à {the(event)} est enregistré.",
                "Indiquez votre fonction dans cette structure, si ce n’est pas encore fait : elle est nécessaire pour "
                "demander l’accès aux services de prêt.",
            ),
            notice_title="Ce n’est pas vous ?",
            notice="Si vous n’avez rien demandé, changez votre mot de passe et répondez à ce message.",
            online_label="Gérer mes structures",
            online_path=MY_STRUCTURES,
        )
    if event.decider not in _WHO_DETACHES:
        raise DeciderUnknown(field="decider", value=event.decider, allowed=", ".join(_WHO_DETACHES))
    decided, ask = _WHO_DETACHES[event.decider]
    return Document(
        subject=f"Vous n’êtes plus rattaché à {the(event)}",
        introduction=(
            f"{decided} : votre rattachement à {the(event)} a pris fin, et avec lui vos droits et vos demandes dans "
            "cette structure.",
            *((f"Motif indiqué : {event.reason}",) if event.reason else ()),
            *(() if event.decider == "account" else (_ACCOUNT_STAYS,)),
        ),
        notice_title="Ce n’est pas ce que vous attendiez ?",
        notice=ask,
        online_label="Gérer mes structures",
        online_path=MY_STRUCTURES,
    )


def contact_changed_notice(event: StructureRecorded) -> Document:
    """To the e-mail address where a structure was told things until now; the new one is not repeated there."""
    instead = "par la poste" if event.contact_email is None else "à une autre adresse électronique"
    return Document(
        subject=f"{event.name} : nos messages ne vous parviennent plus à cette adresse",
        introduction=(
            f"Nos messages à {event.name} partent désormais {instead}. Celle-ci ne sert plus.",
            "Le changement nous a été demandé, ou figure au répertoire de nos clients.",
        ),
        notice_title="Ce n’est pas ce que vous attendiez ?",
        notice="Répondez à ce message sans attendre : nous vérifierons avec votre structure.",
    )
