"""What people are told of their rights in a structure, and what whoever represents it is asked by post."""

from collections.abc import Callable

from services.notifications.domain.documents import Document, Figure
from services.notifications.domain.french import day
from services.notifications.domain.rights_words import bank_right, service, services, the
from shared.clock import PARIS
from shared.errors import Refusal
from shared.events.habilitations import (
    AdministrationVacated,
    AppointmentMoved,
    BankRightChanged,
    LetterOrdered,
    RequestDecided,
    RightsChanged,
    RightsRequested,
)

MY_RIGHTS = "/mes-services"
USERS = "/administration/utilisateurs"
_NEXT_PAGE = "Ces services apparaissent dès la prochaine page que vous ouvrez."


def administrator_letter(event: LetterOrdered) -> Document:
    """To whoever represents a structure: who asks for what, and the code that says yes."""
    asked = f"Le {day(event.asked_on)}, {event.person_name} a demandé à utiliser nos services pour votre structure"
    role = (
        ("Rôle dans votre structure", "administrateur des utilisateurs")
        if event.administers
        else ("Rôle dans votre structure", "déjà administrateur ; demande d’autres services")
    )
    return Document(
        subject=_letter_subject(event),
        introduction=(
            f"{asked}{' et à en devenir l’administrateur' if event.administers else ''}. "
            "Votre accord est nécessaire : vous le donnez en lui remettant le code ci-dessous.",
        ),
        figures=(
            Figure(label="Personne qui le demande", value=event.person_name),
            Figure(label=role[0], value=role[1]),
            *(Figure(label="Service demandé", value=service(right)) for right in event.rights),
            Figure(label="Dernier jour du code", value=day(event.expires_on)),
        ),
        code="",
        notice_title=f"Remettez ce code à {event.person_name}, et à personne d’autre",
        notice="Donnez-le de vive voix ou sur papier, jamais par courriel. Personne à la banque ne vous le demandera.",
        explanations=(*_what_it_commits(event), _how_to_refuse()),
    )


def _letter_subject(event: LetterOrdered) -> str:
    if event.administers:
        return "Désignation de l’administrateur de vos services en ligne"
    return "Nouveaux services en ligne demandés pour votre structure"


def _what_it_commits(event: LetterOrdered) -> tuple[str, ...]:
    if not event.administers:
        return ()
    return (
        "L’administrateur décide, pour votre structure, qui peut utiliser quels services. En lui remettant le code, "
        "vous lui confiez cette tâche, et ce qui est fait avec ces services engage votre structure.",
    )


def _how_to_refuse() -> str:
    return (
        "Si vous refusez, ou si cette demande vous étonne, détruisez ce courrier et dites-le-nous : nous la fermerons. "
        "Sans réponse de votre part, le code ne vaut plus rien après la date indiquée."
    )


class StateUnknown(Refusal):
    """A state that we have no words for: the fact waits in the dead letters until we have."""

    french = "Aucun message n'est prévu pour l'état {value}."
    english = "No message is written for the state {value}."


def appointment_notice(event: AppointmentMoved) -> Document:
    """To a person whose rights depend on the letter: how far it is; raises StateUnknown."""
    write = _APPOINTMENT_NOTICES.get(event.state)
    if write is None:
        raise StateUnknown(field="state", value=event.state, allowed=", ".join(_APPOINTMENT_NOTICES))
    return write(event)


def _letter_on_its_way(event: AppointmentMoved) -> Document:
    again = ("Le code d’un courrier précédent ne vaut plus rien.",) if event.version > 1 else ()
    return Document(
        subject=f"Un courrier part pour le représentant légal de {the(event)}",
        introduction=(
            f"Vous avez demandé {services(event.rights)} pour {the(event)}. Un courrier part à l’adresse "
            "officielle de la structure. Il est adressé à la fonction du représentant légal, sans nom : prévenez-le, "
            "pour que le courrier ne s’égare pas.",
            "Il contient un code. Quand le représentant légal vous l’aura remis, saisissez-le à votre connexion ou à "
            "la page « Mes services ».",
            *again,
        ),
        figures=(Figure(label="Dernier jour du code", value=day(event.expires_on)),),
        notice_title="Le code ne voyage que par la poste",
        notice="Nous ne pouvons l’envoyer ni par courriel, ni par téléphone, ni à une autre adresse.",
        online_label="Saisir mon code",
        online_path=MY_RIGHTS,
    )


def _letter_impossible(event: AppointmentMoved) -> Document:
    return Document(
        subject=f"Le courrier pour {the(event)} ne peut pas encore partir",
        introduction=(
            f"Le courrier qui doit confirmer votre demande pour {the(event)} ne peut pas atteindre la "
            f"structure. {event.why or ''}".rstrip(),
            "Notre équipe vérifie l’adresse, puis fait partir un nouveau courrier. Vous en serez averti.",
        ),
        explanations=("Vous n’avez aucune démarche à faire.",),
    )


def _active(event: AppointmentMoved) -> Document:
    role = f"administrateur de {the(event)}" if event.administers else ""
    return Document(
        subject=f"Vous êtes {role}" if role else f"Vos services pour {the(event)} sont ouverts",
        introduction=(
            f"Le code est accepté. Vous pouvez utiliser {services(event.rights)} pour {the(event)}.",
            _NEXT_PAGE,
        ),
        explanations=(_administrators_task(),) if role else (),
        online_label="Ouvrir mes services",
        online_path=MY_RIGHTS,
    )


def _administrators_task() -> str:
    return (
        "Comme administrateur, vous recevez un courriel à chaque demande d’un collègue, et vous y répondez dans "
        "« Administration », « Liste des utilisateurs ». Nommez un second administrateur si vous le pouvez."
    )


def _expired(event: AppointmentMoved) -> Document:
    return Document(
        subject=f"Le code envoyé à {the(event)} ne vaut plus rien",
        introduction=(
            f"{event.why or 'Le code du courrier n’a pas été saisi à temps.'} Vos droits pour "
            f"{the(event)} ne sont donc pas ouverts.",
            "Vous n’avez pas à recommencer : demandez un nouveau courrier à la page « Mes services ».",
        ),
        online_label="Demander un nouveau courrier",
        online_path=MY_RIGHTS,
    )


def _refused(event: AppointmentMoved) -> Document:
    return Document(
        subject=f"Votre demande pour {the(event)} n’est pas acceptée",
        introduction=(
            f"Le représentant légal de {the(event)} n’a pas donné son accord. Votre demande est close.",
            *((event.why,) if event.why else ()),
        ),
        explanations=("Parlez-en avec lui avant toute nouvelle demande.",),
    )


def _cancelled(event: AppointmentMoved) -> Document:
    return Document(
        subject=f"Votre demande pour {the(event)} est annulée",
        introduction=(
            f"Votre demande de {services(event.rights)} pour {the(event)} est annulée. Si le courrier est "
            "déjà parti, son code ne vaut plus rien.",
        ),
        online_label="Voir mes services",
        online_path=MY_RIGHTS,
    )


_APPOINTMENT_NOTICES: dict[str, Callable[[AppointmentMoved], Document]] = {
    "letter_ordered": _letter_on_its_way,
    "needs_agent": _letter_impossible,
    "active": _active,
    "expired": _expired,
    "refused": _refused,
    "cancelled": _cancelled,
}


def rights_requested_notice(event: RightsRequested) -> Document:
    """To the administrators of a structure: somebody asks for rights."""
    asked_on = day(event.asked_at.astimezone(PARIS).date())
    return Document(
        subject=f"{event.person.name} demande un accès pour {the(event)}",
        introduction=(
            f"Le {asked_on}, {event.person.name} ({event.person.email}) a demandé l’accès à "
            f"{services(event.rights)} pour {the(event)}.",
            "Vous administrez les utilisateurs de cette structure : acceptez, modifiez ou refusez cette demande.",
        ),
        explanations=("La personne sera avertie de votre décision par courriel.",),
        online_label="Voir la demande",
        online_path=f"{USERS}/{event.structure_id}/{event.person.person_id}",
    )


def request_decided_notice(event: RequestDecided) -> Document:
    """To a person: what an administrator answered."""
    reason = (f"Motif indiqué : {event.reason}",) if event.reason else ()
    if not event.rights_given:
        return Document(
            subject=f"Votre demande d’accès pour {the(event)} est refusée",
            introduction=(
                f"{event.decided_by} n’a pas accepté votre demande de {services(event.rights_asked)} pour "
                f"{the(event)}.",
                *reason,
            ),
        )
    changed = set(event.rights_given) != set(event.rights_asked)
    return Document(
        subject=f"Vos services pour {the(event)} sont ouverts",
        introduction=(
            f"{event.decided_by} vous donne accès à {services(event.rights_given)} pour {the(event)}"
            f"{'. Vous aviez demandé ' + services(event.rights_asked) if changed else ''}.",
            *reason,
            _NEXT_PAGE,
        ),
        online_label="Ouvrir mes services",
        online_path=MY_RIGHTS,
    )


def rights_changed_notice(event: RightsChanged) -> Document:
    """To a person: rights given or ended without their having asked."""
    moves = (
        f"Accès donné : {services(event.given)}." if event.given else "",
        f"Accès retiré : {services(event.ended)}." if event.ended else "",
        f"Motif indiqué : {event.reason}" if event.reason else "",
    )
    now = (
        f"Vous avez maintenant accès à {services(event.rights)}."
        if event.rights
        else "Vous n’avez accès à aucun service pour l’instant."
    )
    subject, what = _suspension(event) if event.suspension else _change(event)
    return Document(
        subject=subject,
        introduction=(what, *(move for move in moves if move), now),
        online_label="Voir mes services",
        online_path=MY_RIGHTS,
    )


def _change(event: RightsChanged) -> tuple[str, str]:
    who = "Un administrateur de votre structure"
    return f"Vos accès pour {the(event)} ont changé", f"{who} a modifié vos accès pour {the(event)}."


def _suspension(event: RightsChanged) -> tuple[str, str]:
    if event.suspension == "begun":
        return (
            f"Vos accès pour {the(event)} sont suspendus",
            f"Notre équipe a suspendu vos accès pour {the(event)}. Tant que dure la suspension, vous ne pouvez pas en "
            "demander d’autres. Répondez à ce message si vous voulez en parler avec nous.",
        )
    return (
        f"Vos accès pour {the(event)} ne sont plus suspendus",
        f"Notre équipe a mis fin à la suspension de vos accès pour {the(event)}.",
    )


def bank_right_notice(event: BankRightChanged) -> Document:
    """To a person of the bank: an operator gave them a right over the bank, or ended one."""
    right = bank_right(event.right)
    if event.held:
        subject, what = "Un droit vous est donné", f"vous donne le droit « {right} »"
        then = "Les pages qu’il ouvre apparaissent dès la prochaine que vous ouvrez."
    else:
        subject, what = "Un de vos droits a pris fin", f"met fin à votre droit « {right} »"
        then = "Les pages qu’il ouvrait ne vous sont plus accessibles."
    return Document(
        subject=subject,
        introduction=(
            f"Une personne de l’exploitation {what}, pour toute la banque.",
            f"Motif indiqué : {event.reason}",
            then,
        ),
        explanations=("Si cela vous étonne, répondez à ce message sans attendre.",),
        online_label="Ouvrir le portail",
        online_path="/",
    )


def vacancy_notice(event: AdministrationVacated) -> Document:
    """To those who wait for a decision: nobody is there to take it, and whoever represents the structure can."""
    return Document(
        subject=f"Votre demande pour {the(event)} n’a plus d’administrateur pour y répondre",
        introduction=(
            f"L’administrateur qui pouvait répondre à votre demande d’accès pour {the(event)} n’est plus là, ou ne "
            "le peut plus.",
            "Vous pouvez devenir administrateur, si vous ne l’êtes pas déjà, ou obtenir les autres services demandés : "
            "vérifiez d’abord que votre représentant légal est d’accord. Il recevra un courrier avec un code à vous "
            "remettre.",
        ),
        online_label="Poursuivre ma demande",
        online_path=MY_RIGHTS,
    )
