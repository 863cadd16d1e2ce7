import io
import re
import subprocess
from dataclasses import asdict

import pypdf
import pytest

from services.notifications.domain.addresses import PostalAddress, address_lines, addressee
from services.notifications.domain.documents import view
from services.notifications.letters import PrintedLetter, print_letter
from services.notifications.notices import guarantee_notice, revision_notice
from services.notifications.press import ROWS_MAX, Press
from shared.printing import Unprintable
from tests.unit.notifications.samples import (
    AT,
    correspondence,
    guarantee_revised,
    loan,
    structure_recorded,
    structure_revised,
)

POINTS_PER_MM = 72 / 25.4
SIX_LINES = (
    "M. ou Mme le Directeur général",
    *(f"LIGNE {n} {'W' * 28}" for n in (2, 3, 4, 5)),
    "04000 DIGNE",
)


def address() -> tuple[str, ...]:
    recorded = structure_recorded()
    function = addressee(recorded.representative_function)
    return address_lines(
        PostalAddress(function=function, structure=recorded.name, **asdict(recorded.address))
    )


def printed(document=None, lines=None, **changes) -> PrintedLetter:
    return print_letter(a_view(document, lines, **changes), AT)


def a_view(document=None, lines=None, **changes) -> dict:
    document = document or revision_notice(structure_revised())
    return view(document, correspondence(**changes)) | {"address": list(lines or address())}


def the_process_of(press: Press) -> subprocess.Popen | None:
    return press._process._process


def reader(letter: PrintedLetter) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(letter.pdf))


def text(letter: PrintedLetter) -> str:
    joined = " ".join(page.extract_text() for page in reader(letter).pages)
    return " ".join(joined.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_a_letter_says_who_writes_to_whom_when_and_about_what():
    words = text(printed())
    for expected in (
        "Espace Prêts",
        "COMMUNE DE SAINT-ÉTIENNE-LES-ORGUES",
        "Paris, le 29 janvier 2026",
        "Objet : Vos prêts indexés sur le Livret A : nouveau taux au 1er février 2026",
        "EP-2026-000042",
        "000123456",
        "Madame, Monsieur,",
        "1,70 % à 1,50 %",
        "encore prélevée à l’ancien taux",
        "La direction de la gestion des prêts",
        "Page 1 / 2",
        "Annexe – Vos lignes de prêt révisées",
    ):
        assert expected in words


@pytest.mark.parametrize("lines", [("MAIRE", "COMMUNE", "04000 DIGNE"), SIX_LINES])
def test_the_address_stands_inside_the_window_and_nothing_else_does(lines):
    page = reader(printed(lines=lines)).pages[0]
    inside, crossing = [], []
    for words, x, y in placed_words(page):
        if x > 105 and 53 < y < 90:
            (inside if 110 <= x <= 195 and 55 <= y <= 88 else crossing).append(words)
    assert "".join(inside).replace(" ", "") == "".join(lines).replace(" ", "")
    assert crossing == []


def placed_words(page) -> list[tuple[str, float, float]]:
    """Each run of text with where it starts, in mm from the left and from the top of the page."""
    runs = []

    def visit(words, matrix, text_matrix, _font, _size):
        if words.strip():
            x = text_matrix[4] * matrix[0] + matrix[4]
            y = text_matrix[5] * matrix[3] + matrix[5]
            runs.append((words.strip(), x / POINTS_PER_MM, 297 - y / POINTS_PER_MM))

    page.extract_text(visitor_text=visit)
    return runs


def test_a_letter_is_a4_portrait_and_made_to_be_kept():
    document = reader(printed())
    box = document.pages[0].mediabox
    assert (round(float(box.width) / POINTS_PER_MM), round(float(box.height) / POINTS_PER_MM)) == (210, 297)
    metadata = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_the_same_letter_is_the_same_to_the_byte_from_any_press():
    with Press() as one, Press() as other:
        letters = [press.print(a_view(), AT) for press in (one, other, one)]
    assert {letter.sha256 for letter in letters} == {printed().sha256}


def test_two_letters_from_one_press_do_not_mix():
    with Press() as press:
        first = press.print(a_view(reference="EP-2026-000001"), AT)
        second = press.print(a_view(reference="EP-2026-000002"), AT)
    assert "EP-2026-000001" in text(first)
    assert "EP-2026-000001" not in text(second)


def test_a_letter_that_cannot_be_printed_does_not_stop_the_press():
    with Press() as press:
        with pytest.raises(Unprintable, match="sender"):
            press.print({"tables": []}, AT)
        assert press.print(a_view(), AT) == printed()


def test_a_letter_whose_press_is_killed_is_printed_by_another():
    with Press() as press:
        press.print(a_view(), AT)
        the_process_of(press).kill()
        assert press.print(a_view(), AT) == printed()


def test_a_press_that_printed_long_tables_ends_and_gives_its_memory_back():
    long = revision_notice(structure_revised(ROWS_MAX + 1))
    with Press() as press:
        press.print(a_view(long), AT)
        assert the_process_of(press) is None


def test_a_press_ends_with_its_worker():
    press = Press()
    press.print(a_view(), AT)
    process = the_process_of(press)
    process.stdin.close()  # as the kernel does when the worker dies
    assert process.wait(10) == 0


@pytest.mark.parametrize("loans", [0, 1, 40, 500])
def test_the_annex_flows_over_its_pages_with_its_header_on_each(loans):
    letter = printed(revision_notice(structure_revised(loans)))
    pages = [page.extract_text() for page in reader(letter).pages]
    assert letter.pages == len(pages)
    annex = pages[1:]
    assert bool(annex) == bool(loans)
    assert all("Ligne du prêt" in page for page in annex)
    numbers = [f"{5_400_000 + number}" for number in range(1, loans + 1)]
    assert all(number in "".join(annex) for number in numbers)
    assert all(f"Page {number} / {len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_very_long_and_accented_names_stay_whole_and_are_only_text():
    name = "Communauté d’agglomération des Œillets, Ÿ, « Çà & là », <b>gras</b> #let x = 1, " * 3
    words = text(printed(guarantee_notice(guarantee_revised(2, name=name)), structure=name))
    assert words.count("<b>gras</b> #let x = 1,") >= 2 * 3


def test_rows_too_long_for_the_page_turn_it_and_stay_apart():
    lines = tuple(
        loan(
            number,
            loan_number=f"LIGNE-{number:014}",
            contract_number=f"CONTRAT-{number:012}",
            product="PRET-EXCEPTIONNEL-20",
            instalment_before_cents=99_999_999_999,
            instalment_after_cents=99_999_999_999,
            outstanding_cents=9_999_999_999_999,
        )
        for number in range(60)
    )
    letter = printed(revision_notice(structure_revised(lines)))
    rows = "\n".join(page.extract_text(extraction_mode="layout") for page in reader(letter).pages[1:])
    for line in lines:
        assert re.search(rf"{line.loan_number} +{line.contract_number} +{line.product} +2,30", rows)
    assert reader(letter).pages[0].mediabox.width < reader(letter).pages[1].mediabox.width
