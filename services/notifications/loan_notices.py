"""What borrowers are told of what they have to pay, and of what was agreed for one of their loans.

The same document serves the e-mail and the letter. A borrower of many loans reads sums by day, and the first lines.
"""

from collections.abc import Callable, Iterator

from services.notifications.domain.documents import Column, Document, Figure, Table
from services.notifications.domain.french import (
    amount,
    count,
    day,
    euros,
    euros_change,
    lower_first,
    percent,
    short_day,
    whole,
)
from shared.errors import Refusal
from shared.events.lending import (
    CalledInstalment,
    CalledOnDay,
    InstalmentsCalled,
    LoanAmended,
    TermsToCome,
)

INSTALMENTS = "/echeances"
DAYS_AS_FIGURES = 6
"""Up to so many due dates are told on the first page, more of them in a table."""
_PREFINANCING = "préfin."
_PERIODICITIES = {1: "mensuelle", 3: "trimestrielle", 6: "semestrielle", 12: "annuelle"}
_PROFILES = {
    "instalment_priority": "Échéance prioritaire",
    "capital_priority": "Amortissement prioritaire",
    "in_fine": "In fine",
}


class CauseUnknown(Refusal):
    """A cause that we have no words for: the fact waits in the dead letters until we have."""

    french = "Aucun message n'est prévu pour le motif {value}."
    english = "No message is written for the cause {value}."


def payment_notice(event: InstalmentsCalled) -> Document:
    """To a borrower: what it has to pay, when, for which loans."""
    several = event.instalments > 1
    called = "échéances sont appelées" if several else "échéance est appelée"
    return Document(
        subject=f"{'Avis d’échéances' if several else 'Avis d’échéance'} : {euros(event.amount_cents)} {_when(event)}",
        introduction=(
            f"{whole(event.instalments)} {called} sur vos prêts, pour un total de {euros(event.amount_cents)}. "
            "Le montant et la date de chacune sont ceux de vos tableaux d’amortissement.",
        ),
        figures=_payment_figures(event),
        notice_title="Ces montants ne changeront plus",
        notice="Une échéance appelée est arrêtée : une révision de taux publiée après cet avis ne la modifie pas.",
        explanations=(
            "Si vous payez par prélèvement, vous n’avez aucune démarche à faire. Sinon, faites parvenir votre "
            "virement au plus tard à la date de chaque échéance, avec le numéro de la ligne de prêt ou du contrat.",
            "Une somme payée après sa date porte des intérêts de retard, comme le prévoient vos contrats.",
        ),
        tables=(*_days_table(event), _instalments_table(event)),
        online_label="Consulter mes échéances",
        online_path=INSTALMENTS,
    )


def _when(event: InstalmentsCalled) -> str:
    if len(event.days) == 1:
        return f"le {day(event.days[0].due_on)}"
    return f"d’ici au {day(event.days[-1].due_on if event.days else event.due_until)}"


def _payment_figures(event: InstalmentsCalled) -> tuple[Figure, ...]:
    total = Figure(label="Total à payer", value=euros(event.amount_cents), detail=_parts(event))
    return (total, *map(_day_figure, event.days)) if 1 < len(event.days) <= DAYS_AS_FIGURES else (total,)


def _day_figure(each: CalledOnDay) -> Figure:
    return Figure(
        label=f"À payer le {day(each.due_on)}",
        value=euros(each.instalment_cents),
        detail=count(each.instalments, "échéance", "échéances"),
    )


def _parts(event: InstalmentsCalled) -> str:
    """Interest and principal of the total; nothing where the event does not sum them."""
    if not event.days:
        return ""
    interest, principal = (
        sum(getattr(each, name) for each in event.days) for name in ("interest_cents", "principal_cents")
    )
    return f"dont {euros(interest)} d’intérêts et {euros(principal)} de capital"


def _days_table(event: InstalmentsCalled) -> Iterator[Table]:
    """Sums by due date, where they are too many to be figures."""
    if len(event.days) > DAYS_AS_FIGURES:
        yield Table(
            title="Vos échéances par date",
            subtitle="Toutes vos lignes de prêt, montants en euros",
            columns=(Column(title="Date"), Column(title="Échéances", align="right"), *_amount_columns()),
            rows=tuple(
                (short_day(each.due_on), whole(each.instalments), *_amounts(each)) for each in event.days
            ),
            totals=("Total", whole(event.instalments), *_totals(event)),
        )


def _instalments_table(event: InstalmentsCalled) -> Table:
    columns = (
        Column(title="Ligne du prêt"),
        Column(title="Contrat"),
        Column(title="Numéro", align="right", essential=False),
        Column(title="Date"),
        *_amount_columns(),
    )
    missing = event.instalments - len(event.lines)
    others = f"Les {whole(missing)} autres échéances sont comptées dans les totaux et détaillées dans votre espace "
    return Table(
        title="Vos échéances par ligne de prêt",
        subtitle="De la plus proche à la plus lointaine, montants en euros",
        columns=columns,
        rows=tuple(map(_instalment_row, event.lines)),
        totals=(f"Total ({whole(event.instalments)})", "", "", "", *_totals(event)),
        note=f"{others}en ligne, rubrique « Échéances »." if missing else "",
    )


def _instalment_row(line: CalledInstalment) -> tuple[str, ...]:
    number = whole(line.number) if line.number else _PREFINANCING
    return (line.loan_number, line.contract_number, number, short_day(line.due_on), *_amounts(line))


def _amount_columns() -> tuple[Column, ...]:
    return tuple(Column(title=title, align="right") for title in ("Intérêts", "Capital", "Montant"))


def _amounts(part: object) -> tuple[str, ...]:
    names = ("interest_cents", "principal_cents", "instalment_cents")
    return tuple(amount(getattr(part, name)) for name in names)


def _totals(event: InstalmentsCalled) -> tuple[str, ...]:
    """Of interest, principal and instalments; the first two only where the event sums them."""
    parts = (
        sum(each.interest_cents for each in event.days),
        sum(each.principal_cents for each in event.days),
    )
    return (*(amount(cents) if event.days else "" for cents in parts), amount(event.amount_cents))


def amendment_notice(event: LoanAmended) -> Document:
    """To a borrower: what was agreed for one of its loans, and what that changes; raises CauseUnknown."""
    words = _CAUSES.get(event.cause)
    if words is None:
        raise CauseUnknown(field="cause", value=event.cause, allowed=", ".join(_CAUSES))
    title, told = words(event)
    loan = f"ligne de prêt {event.loan_number} (contrat {event.contract_number})"
    return Document(
        subject=f"Ligne de prêt {event.loan_number} : {title}",
        introduction=(f"{told}. Le tableau d’amortissement de votre {loan} est recalculé en conséquence.",),
        figures=_amendment_figures(event),
        notice_title="Les échéances déjà appelées ne changent pas",
        notice="Seules les échéances qui ne vous ont pas encore été appelées suivent le nouveau tableau.",
        explanations=(
            "Le nouveau tableau remplace le précédent ; vous le retrouvez en entier, avec les versions antérieures, "
            "dans votre espace en ligne.",
            "Si cette modification vous étonne, répondez à ce message sans attendre.",
        ),
        tables=tuple(_changes_table(event)),
        online_label="Consulter le tableau d’amortissement",
        online_path=f"/prets/{event.loan_number}",
    )


def _rearranged(event: LoanAmended) -> tuple[str, str]:
    since = day(event.effective_on)
    return (
        f"réaménagement au {since}",
        f"Le réaménagement convenu avec vous prend effet après l’échéance du {since}",
    )


def _repaid(event: LoanAmended) -> tuple[str, str]:
    on = day(event.effective_on)
    return (
        f"remboursement anticipé du {on}",
        f"Votre remboursement anticipé du {on} est accepté : {euros(event.payable_cents)} sont à payer ce jour-là",
    )


def _disbursed(event: LoanAmended) -> tuple[str, str]:
    on = day(event.effective_on)
    return f"versement du {on}", f"Un versement vous a été fait le {on}"


def _effect_set(event: LoanAmended) -> tuple[str, str]:
    on = day(event.effective_on)
    return (
        f"date d’effet au {on}",
        f"La date d’effet de votre prêt est fixée au {on} : l’amortissement commence ce jour-là",
    )


_CAUSES: dict[str, Callable[[LoanAmended], tuple[str, str]]] = {
    "rearrangement": _rearranged,
    "early_repayment": _repaid,
    "disbursement": _disbursed,
    "effect_date": _effect_set,
}
"""For each cause, the object of the message and what happened."""


def _amendment_figures(event: LoanAmended) -> tuple[Figure, ...]:
    payable = Figure(
        label="À payer pour le remboursement anticipé",
        value=euros(event.payable_cents),
        detail=f"le {day(event.effective_on)}",
    )
    outstanding = Figure(
        label="Capital restant dû",
        value=euros(event.outstanding_cents),
        detail=f"au {day(event.effective_on)}",
    )
    return (*((payable,) if event.payable_cents else ()), outstanding, _next_instalment(event))


def _next_instalment(event: LoanAmended) -> Figure:
    if event.next_due_on is None:
        return Figure(label="Échéances à venir", value="aucune", detail="le prêt est soldé")
    before, after = event.next_instalment_before_cents, event.next_instalment_after_cents
    moved = (
        "inchangée" if before == after else f"au lieu de {euros(before)}, soit {euros_change(before, after)}"
    )
    return Figure(label=f"Prochaine échéance, le {day(event.next_due_on)}", value=euros(after), detail=moved)


def _changes_table(event: LoanAmended) -> Iterator[Table]:
    """What of the terms is not as it was; nothing where all of it is, or where no instalment is left to compare."""
    before, after = event.terms_before, event.terms_after
    if before is None or after is None:
        return
    told = zip(_told(before), _told(after), strict=True)
    rows = tuple((label, old, new) for (label, old), (_, new) in told if old != new)
    if rows:
        yield Table(
            title="Ce qui change",
            subtitle=f"Échéances dues après le {day(event.effective_on)}",
            columns=(
                Column(title="Caractéristique"),
                Column(title="Avant", align="right"),
                Column(title="Après", align="right"),
            ),
            rows=rows,
        )


def _told(terms: TermsToCome) -> Iterator[tuple[str, str]]:
    """Each characteristic with its value, in words."""
    yield "Échéances restantes", whole(terms.instalments)
    yield "Dernière échéance", short_day(terms.last_due_on)
    yield "Périodicité", _PERIODICITIES[terms.months_between_instalments]
    yield "Profil d’amortissement", lower_first(_PROFILES[terms.profile])
    yield "Taux annuel de la première période", percent(terms.rate)
    yield "Progressivité annuelle", percent(terms.progressivity)
