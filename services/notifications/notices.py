"""What borrowers and guarantors are told of a revision: from lending's event to the sentences of a message.

The same document serves the e-mail and the letter. Written for a town hall's clerk, not for a banker.
"""

from services.notifications.domain.documents import Column, Document, Figure, Table
from services.notifications.domain.french import (
    amount,
    count,
    day,
    euros,
    euros_change,
    lower_first,
    of_index,
    percent,
    short_day,
    the_index,
    whole,
)
from shared.events.lending import GuaranteeRevised, RevisedLoan, RevisionFacts, StructureRevised

_NOTHING_TO_DO = "Vous n’avez aucune démarche à faire"
_ONLINE = "votre espace en ligne, rubrique « Encours et échéances »"


def revision_notice(event: StructureRevised) -> Document:
    """To a borrower: which of its loans the new rate changes, and what it will pay."""
    if event.loans_revised == 0:
        return _unchanged_notice(event)
    facts = event.facts
    return Document(
        subject=f"Vos prêts indexés sur {the_index(facts.index)} : nouveau taux au {day(facts.effective_on)}",
        introduction=(_what_happened(facts), _what_we_did(event)),
        figures=_borrower_figures(event),
        notice_title="Votre prochaine échéance ne change pas",
        notice=_collected_at_the_old_rate(facts),
        explanations=(*_progressivity_explained(event), _borrower_next_steps()),
        tables=(_loans_table(event),),
        online_label="Consulter mes tableaux d’amortissement",
    )


def guarantee_notice(event: GuaranteeRevised) -> Document:
    """To a guarantor: how the debt that it guarantees moves, at its shares, borrower by borrower."""
    facts = event.facts
    return Document(
        subject=f"Votre dette garantie : nouveau taux {of_index(facts.index)} au {day(facts.effective_on)}",
        introduction=(
            _what_happened(facts),
            f"{_guaranteed_lines(event)}. Les montants ci-dessous sont ceux de votre part, à la quotité que "
            "vous garantissez pour chaque prêt.",
        ),
        figures=_guarantor_figures(event),
        notice_title="L’étendue et la durée de votre garantie ne changent pas",
        notice="Seuls le taux et le montant des échéances évoluent. Les quotités que vous garantissez et la "
        "durée des prêts restent celles de vos délibérations.",
        explanations=(
            _collected_at_the_old_rate(facts),
            f"{_NOTHING_TO_DO} : les emprunteurs sont informés de leur côté.",
            f"Le détail de chaque prêt garanti se trouve dans {_ONLINE}.",
        ),
        tables=(_borrowers_table(event),),
        online_label="Consulter ma dette garantie",
    )


def _guaranteed_lines(event: GuaranteeRevised) -> str:
    if event.loans_revised == 1:
        return "Une ligne de prêt que vous garantissez suit ce taux : nous avons recalculé ses échéances"
    lines = f"{whole(event.loans_revised)} lignes de prêt que vous garantissez"
    return f"{lines} suivent ce taux : nous avons recalculé leurs échéances"


def _unchanged_notice(event: StructureRevised) -> Document:
    facts = event.facts
    lines = count(event.loans_unchanged, "ligne de prêt", "lignes de prêt")
    return Document(
        subject=f"Taux {of_index(facts.index)} au {day(facts.effective_on)} : vos prêts ne changent pas",
        introduction=(
            _what_happened(facts),
            f"Nous avons vérifié vos contrats ({lines}) : ce changement n’en modifie aucun.",
        ),
        figures=(_next_instalments(event), _outstanding(event.outstanding_cents, facts)),
        notice_title="Vos échéances ne changent pas",
        notice="Vos tableaux d’amortissement restent valables, aux mêmes taux et aux mêmes dates.",
        explanations=(_borrower_next_steps(),),
        tables=(),
        online_label="Consulter mes tableaux d’amortissement",
    )


def _what_happened(facts: RevisionFacts) -> str:
    """The new value, the former one, the day, the text of law."""
    rate = f"Le taux {of_index(facts.index)}"
    if facts.value_before is None:
        move = f"{rate} est fixé à {percent(facts.value_after)}"
    else:
        move = f"{rate} passe de {percent(facts.value_before)} à {percent(facts.value_after)}"
    derogation = ", par dérogation à la formule de calcul" if facts.derogation else ""
    law = lower_first(facts.legal_reference)
    return f"{move} à compter du {day(facts.effective_on)} ({law}){derogation}."


def _what_we_did(event: StructureRevised) -> str:
    if event.loans_revised == 1:
        lines, tables = "Une de vos lignes de prêt suit", "son tableau"
    else:
        lines, tables = f"{whole(event.loans_revised)} de vos lignes de prêt suivent", "leurs tableaux"
    done = f"{lines} {the_index(event.facts.index)} : nous avons recalculé {tables} d’amortissement."
    return f"{done} La marge fixée par vos contrats, elle, ne change pas."


def _collected_at_the_old_rate(facts: RevisionFacts) -> str:
    return (
        "Le taux d’une échéance est celui qui était en vigueur au début de sa période. La première échéance "
        f"due à compter du {day(facts.effective_on)} est donc encore prélevée à l’ancien taux ; le nouveau "
        "taux s’applique à partir de l’échéance suivante."
    )


def _progressivity_explained(event: StructureRevised) -> tuple[str, ...]:
    if not any(_progressivity_moved(loan) for loan in event.loans):
        return ()
    return (
        "Pour vos prêts à double révisabilité, la progressivité des échéances est révisée en même temps que "
        "le taux, comme le prévoit le contrat.",
    )


def _borrower_next_steps() -> str:
    return (
        f"{_NOTHING_TO_DO} : les prélèvements suivront vos tableaux d’amortissement. Vous les retrouvez en "
        f"entier dans {_ONLINE}."
    )


def _borrower_figures(event: StructureRevised) -> tuple[Figure, ...]:
    others = count(event.loans_unchanged, "autre ligne ne change pas", "autres lignes ne changent pas")
    return (
        Figure(
            label="Lignes de prêt révisées",
            value=whole(event.loans_revised),
            detail=others if event.loans_unchanged else "toutes vos lignes",
        ),
        _next_instalments(event),
        _first_revised(event),
        _outstanding(event.outstanding_cents, event.facts),
    )


def _guarantor_figures(event: GuaranteeRevised) -> tuple[Figure, ...]:
    borrowers = count(len(event.borrowers), "emprunteur", "emprunteurs")
    return (
        Figure(label="Lignes garanties révisées", value=whole(event.loans_revised), detail=borrowers),
        _first_revised(event),
        Figure(
            label="Capital restant dû garanti",
            value=euros(event.outstanding_cents),
            detail=f"au {day(event.facts.effective_on)}, à vos quotités",
        ),
    )


def _next_instalments(event: StructureRevised) -> Figure:
    detail = "inchangées, calculées à l’ancien taux" if event.loans_revised else "inchangées"
    return Figure(
        label="Total de vos prochaines échéances", value=euros(event.next_instalments_cents), detail=detail
    )


def _first_revised(event: StructureRevised | GuaranteeRevised) -> Figure:
    before, after = (
        event.first_revised_instalments_before_cents,
        event.first_revised_instalments_after_cents,
    )
    return Figure(
        label="Total des premières échéances au nouveau taux",
        value=euros(after),
        detail=f"au lieu de {euros(before)}, soit {euros_change(before, after)}",
    )


def _outstanding(cents: int, facts: RevisionFacts) -> Figure:
    return Figure(
        label="Capital restant dû",
        value=euros(cents),
        detail=f"au {day(facts.effective_on)}, toutes lignes confondues",
    )


def _loans_table(event: StructureRevised) -> Table:
    columns = (
        Column(title="Ligne du prêt"),
        Column(title="Contrat", essential=False),
        Column(title="Produit"),
        Column(title="Taux avant", align="right"),
        Column(title="Taux après", align="right"),
        Column(title="Progr. avant", align="right", essential=False),
        Column(title="Progr. après", align="right", essential=False),
        Column(title="Échéance du"),
        Column(title="Montant prévu", align="right"),
        Column(title="Montant révisé", align="right"),
        Column(title="Capital restant dû", align="right", essential=False),
    )
    missing = event.loans_revised - len(event.loans)
    return Table(
        title="Vos lignes de prêt révisées",
        subtitle="Première échéance au nouveau taux de chaque ligne, montants en euros",
        columns=columns,
        rows=tuple(_loan_row(loan) for loan in event.loans),
        totals=_loan_totals(event, len(columns)),
        note=f"Les {whole(missing)} autres lignes sont dans {_ONLINE}." if missing else "",
    )


def _loan_row(loan: RevisedLoan) -> tuple[str, ...]:
    return (
        loan.loan_number,
        loan.contract_number,
        loan.product.replace("_", " "),
        percent(loan.rate_before),
        percent(loan.rate_after),
        percent(loan.progressivity_before),
        percent(loan.progressivity_after),
        short_day(loan.first_revised_on),
        amount(loan.instalment_before_cents),
        amount(loan.instalment_after_cents),
        amount(loan.outstanding_cents),
    )


def _loan_totals(event: StructureRevised, columns: int) -> tuple[str, ...]:
    """The totals of all revised lines; that of the principal only where every line is shown."""
    whole_table = len(event.loans) == event.loans_revised
    return (
        f"Total ({whole(event.loans_revised)})",
        *[""] * (columns - 4),
        amount(event.first_revised_instalments_before_cents),
        amount(event.first_revised_instalments_after_cents),
        amount(sum(loan.outstanding_cents for loan in event.loans)) if whole_table else "",
    )


def _borrowers_table(event: GuaranteeRevised) -> Table:
    return Table(
        title="Votre dette garantie par emprunteur",
        subtitle="À vos quotités, montants en euros",
        columns=(
            Column(title="Emprunteur"),
            Column(title="Lignes révisées", align="right"),
            Column(title="Premières échéances prévues", align="right"),
            Column(title="Premières échéances révisées", align="right"),
            Column(title="Capital restant dû garanti", align="right"),
        ),
        rows=tuple(
            (
                borrower.name,
                whole(borrower.loans_revised),
                amount(borrower.first_revised_instalments_before_cents),
                amount(borrower.first_revised_instalments_after_cents),
                amount(borrower.outstanding_cents),
            )
            for borrower in event.borrowers
        ),
        totals=(
            "Total",
            whole(event.loans_revised),
            amount(event.first_revised_instalments_before_cents),
            amount(event.first_revised_instalments_after_cents),
            amount(event.outstanding_cents),
        ),
    )


def _progressivity_moved(loan: RevisedLoan) -> bool:
    return loan.progressivity_before != loan.progressivity_after
