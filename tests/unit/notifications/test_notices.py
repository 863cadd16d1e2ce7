from datetime import date
from decimal import Decimal

import pytest

from services.notifications.notices import guarantee_notice, revision_notice
from tests.unit.notifications.samples import facts, guarantee_revised, loan, structure_revised


def said(document) -> str:
    """Everything a document says, on one line, with plain spaces."""
    parts = [
        document.subject,
        *document.introduction,
        *(f"{figure.label} {figure.value} {figure.detail}" for figure in document.figures),
        document.notice_title,
        document.notice,
        *document.explanations,
    ]
    return " ".join(parts).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_borrower_reads_what_changed_why_and_from_when():
    text = said(revision_notice(structure_revised()))
    assert "passe de 1,70 % à 1,50 % à compter du 1er février 2026 (arrêté du 28 janvier 2026)" in text
    assert "par dérogation" in text


def test_a_value_that_follows_the_formula_names_no_derogation():
    assert "dérogation" not in said(revision_notice(structure_revised(facts=facts(derogation=False))))


def test_the_first_value_of_an_index_is_fixed_and_does_not_move():
    first = facts(value_before=None, index="inflation")
    text = said(revision_notice(structure_revised(facts=first)))
    assert "Le taux de l’inflation hors tabac est fixé à 1,50 %" in text


@pytest.mark.parametrize(
    "notice", [revision_notice(structure_revised()), guarantee_notice(guarantee_revised())]
)
def test_the_instalment_that_follows_the_change_is_said_to_be_collected_at_the_old_rate(notice):
    assert (
        "La première échéance due à compter du 1er février 2026 est donc encore prélevée à l’ancien taux"
        in said(notice)
    )


def test_the_borrower_reads_its_totals_before_and_after():
    event = structure_revised(
        loans=4,
        loans_unchanged=1,
        next_instalments_cents=100_00,
        first_revised_instalments_before_cents=120_00,
        first_revised_instalments_after_cents=110_50,
        outstanding_cents=5_000_00,
    )
    text = said(revision_notice(event))
    assert "Lignes de prêt révisées 4 1 autre ligne ne change pas" in text
    assert "Total de vos prochaines échéances 100,00 € inchangées" in text
    assert "110,50 € au lieu de 120,00 €, soit −9,50 €" in text
    assert "Capital restant dû 5 000,00 € au 1er février 2026" in text


def test_a_single_line_is_told_in_the_singular():
    text = said(revision_notice(structure_revised(loans=1, loans_unchanged=0)))
    assert "Une de vos lignes de prêt suit le Livret A : nous avons recalculé son tableau" in text
    assert "toutes vos lignes" in text


def test_a_borrower_without_a_changed_line_is_told_so_and_gets_no_table():
    document = revision_notice(structure_revised(loans=0, loans_unchanged=12))
    assert document.tables == ()
    assert document.subject.endswith("vos prêts ne changent pas")
    assert "(12 lignes de prêt) : ce changement n’en modifie aucun" in said(document)


def test_each_line_is_told_with_its_rates_its_first_revised_instalment_and_its_outstanding():
    line = loan(
        7,
        rate_before=Decimal("0.023"),
        rate_after=Decimal("0.021"),
        first_revised_on=date(2027, 5, 1),
        instalment_before_cents=12_345_67,
        instalment_after_cents=12_300_00,
        outstanding_cents=999_999_99,
    )
    (row,) = revision_notice(structure_revised(loans_revised=1, loans=(line,))).tables[0].rows
    plain = [cell.replace("\u202f", " ") for cell in row]
    assert plain[0] == "5400007"
    assert plain[3:5] == ["2,30 %", "2,10 %"]
    assert plain[7:] == ["01/05/2027", "12 345,67", "12 300,00", "999 999,99"]


def test_lines_that_the_event_does_not_carry_are_said_to_be_online():
    table = revision_notice(structure_revised(loans=3, loans_revised=1_240)).tables[0]
    assert "Les 1\u202f237 autres lignes" in table.note
    assert table.totals[0] == "Total (1\u202f240)"
    assert table.totals[-1] == ""


def test_progressivity_is_explained_only_where_it_moved():
    still = loan(1, progressivity_after=Decimal("-0.005"))
    assert "double révisabilité" in said(revision_notice(structure_revised()))
    assert "double révisabilité" not in said(revision_notice(structure_revised(loans=(still,))))


def test_the_guarantor_reads_its_share_borrower_by_borrower():
    document = guarantee_notice(guarantee_revised(borrowers=2))
    assert [row[0] for row in document.tables[0].rows] == [
        "Office public de l’habitat n° 1",
        "Office public de l’habitat n° 2",
    ]
    assert document.tables[0].totals[1] == "36"
    assert "à la quotité que vous garantissez" in said(document)


def test_every_table_is_as_wide_as_its_columns():
    for document in (revision_notice(structure_revised(5)), guarantee_notice(guarantee_revised(5))):
        for table in document.tables:
            widths = {len(row) for row in (*table.rows, table.totals)}
            assert widths == {len(table.columns)}
