import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.notifications.domain.documents import view
from services.notifications.emails import TABLE_ROWS_MAX, brief, render_html, render_text
from services.notifications.loan_notices import (
    DAYS_AS_FIGURES,
    CauseUnknown,
    amendment_notice,
    payment_notice,
)
from tests.unit.notifications.samples import called, correspondence, instalments_called, loan_amended, to_come
from tests.unit.notifications.test_notices import said

FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 15)


def plain(cells) -> list[str]:
    return [cell.replace("\u202f", " ").replace("\u00a0", " ") for cell in cells]


def test_the_borrower_reads_what_is_due_when_and_in_all():
    event = instalments_called(called(1, due_on=FIRST), called(2, due_on=FIRST), called(3, due_on=SECOND))
    notice = payment_notice(event)
    assert plain([notice.subject]) == ["Avis d’échéances : 18 000,18 € d’ici au 15 mars 2026"]
    text = said(notice)
    assert "Total à payer 18 000,18 € dont 6 000,06 € d’intérêts et 12 000,12 € de capital" in text
    assert "À payer le 1er mars 2026 9 000,09 € 2 échéances" in text
    assert "À payer le 15 mars 2026 9 000,09 € 1 échéance" in text


def test_each_instalment_is_told_to_the_cent_with_its_loan_its_contract_and_its_day():
    (table,) = payment_notice(instalments_called(called(7, number=12, due_on=SECOND))).tables
    assert plain(table.rows[0]) == [
        "5400007",
        "120002",
        "12",
        "15/03/2026",
        "7 000,07",
        "14 000,14",
        "21 000,21",
    ]
    assert plain(table.totals)[-3:] == ["7 000,07", "14 000,14", "21 000,21"]


def test_a_single_instalment_is_told_in_the_singular_with_its_day_and_no_sums_by_day():
    notice = payment_notice(instalments_called(called(1)))
    assert plain([notice.subject]) == ["Avis d’échéance : 3 000,03 € le 1er mars 2026"]
    assert "1 échéance est appelée" in said(notice)
    assert len(notice.figures) == 1


def test_prefinancing_interest_is_named_in_the_stead_of_a_number():
    line = called(1, number=0, principal_cents=0, instalment_cents=1_000_01)
    assert payment_notice(instalments_called(line)).tables[0].rows[0][2] == "préfin."


def test_many_due_dates_are_summed_in_a_table_that_adds_up():
    days = [FIRST + timedelta(number) for number in range(DAYS_AS_FIGURES + 1)]
    event = instalments_called(*(called(n, due_on=due_on) for n, due_on in enumerate(days, start=1)))
    by_day, _ = payment_notice(event).tables
    assert len(by_day.rows) == len(days)
    assert plain(by_day.totals) == ["Total", "7", "28 000,28", "56 000,56", "84 000,84"]
    assert len(payment_notice(event).figures) == 1


def test_a_borrower_of_fifteen_thousand_loans_reads_every_total_and_the_first_lines():
    event = instalments_called(*map(called, range(1, 15_001)))
    notice = payment_notice(event)
    table = notice.tables[0]
    assert len(table.rows) == 1_000
    assert "Les 14 000 autres échéances" in plain([table.note])[0]
    total = sum(number * 3_000_03 for number in range(1, 15_001))
    assert plain([table.totals[-1]]) == [f"{total // 100:,},{total % 100:02d}".replace(",", " ", 3)]
    mail = render_text(view(brief(notice), correspondence()))
    assert len(re.findall(r"^5\d{6} ", mail, re.MULTILINE)) == TABLE_ROWS_MAX
    assert len(mail) < 20_000


def test_an_event_told_before_sums_by_day_existed_is_still_a_notice():
    notice = payment_notice(instalments_called(called(1), called(2), days=()))
    assert "d’ici au 31 mars 2026" in notice.subject
    assert plain(notice.tables[0].totals)[-3:] == ["", "", "9 000,09"]


def test_the_borrower_reads_what_a_rearrangement_changes_and_nothing_that_stays():
    notice = amendment_notice(loan_amended())
    assert notice.subject == "Ligne de prêt 5400001 : réaménagement au 1er mars 2026"
    (table,) = notice.tables
    assert [plain(row) for row in table.rows] == [
        ["Échéances restantes", "20", "100"],
        ["Dernière échéance", "01/03/2046", "01/03/2051"],
        ["Périodicité", "annuelle", "trimestrielle"],
    ]
    text = said(notice)
    assert (
        "Prochaine échéance, le 1er juin 2026 12 000,00 € au lieu de 45 000,00 €, soit −33 000,00 €" in text
    )
    assert "Capital restant dû 1 234 567,89 € au 1er mars 2026" in text


def test_rate_progressivity_and_profile_agreed_anew_are_told():
    after = to_come(rate=Decimal("0.0175"), progressivity=Decimal(0), profile="capital_priority")
    (table,) = amendment_notice(loan_amended(terms_after=after)).tables
    assert [plain(row) for row in table.rows] == [
        ["Profil d’amortissement", "échéance prioritaire", "amortissement prioritaire"],
        ["Taux annuel de la première période", "2,30 %", "1,75 %"],
        ["Progressivité annuelle", "−0,50 %", "0,00 %"],
    ]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("early_repayment", "Votre remboursement anticipé du 1er mars 2026 est accepté : 500,00 €"),
        ("disbursement", "Un versement vous a été fait le 1er mars 2026"),
        ("effect_date", "La date d’effet de votre prêt est fixée au 1er mars 2026"),
    ],
)
def test_each_cause_is_told_in_its_own_words(cause, words):
    assert words in said(amendment_notice(loan_amended(cause=cause, payable_cents=500_00)))


def test_a_loan_repaid_in_full_has_nothing_to_come():
    event = loan_amended(cause="early_repayment", next_due_on=None, last_due_on=None, terms_after=None)
    notice = amendment_notice(event)
    assert "Échéances à venir aucune le prêt est soldé" in said(notice)
    assert notice.tables == ()


def test_an_amendment_that_leaves_the_terms_as_they_were_has_no_table():
    assert amendment_notice(loan_amended(terms_after=to_come())).tables == ()


def test_a_cause_without_words_is_refused_and_named():
    with pytest.raises(CauseUnknown) as refusal:
        amendment_notice(loan_amended(cause="magic"))
    assert "magic" in str(refusal.value)


@pytest.mark.parametrize(
    "notice", [payment_notice(instalments_called(called(1), called(2))), amendment_notice(loan_amended())]
)
def test_the_mail_says_the_same_as_text_and_as_html(notice):
    contents = view(brief(notice), correspondence())
    html = " ".join(re.sub(r"<[^>]+>", " ", render_html(contents)).split())
    text = " ".join(render_text(contents).split())
    for table in contents["tables"]:
        for cell in (cell for row in table["rows"] for cell in row):
            assert " ".join(cell.split()) in html
            assert " ".join(cell.split()) in text
