"""How people may want to read: on paper, twice as large, without anything that moves."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.accessibility import cut_words, fits
from tests.e2e.browser.conftest import open_portal
from tests.e2e.browser.motion import moved, watch_motion
from tests.e2e.browser.portfolio import lend_and_revise, somebody_with_loans
from tests.portal import PASSWORD

WORD = "{http://www.w3.org/1999/xhtml}word"
PAGE = "{http://www.w3.org/1999/xhtml}page"
MARGIN_POINTS = 12 / 25.4 * 72
DOTS_AN_INCH = 40
ENLARGE = """addEventListener('DOMContentLoaded', () => {
  document.documentElement.style.fontSize = '200%';
})"""
SCREENS = (
    "/",
    "/index",
    "/simulateur",
    "/aide",
    "/assistance",
    "/vue-d-ensemble",
    "/mes-prets",
    "/echeances",
    "/encours",
    "/et-si",
    "/dette-garantie",
    "/echeances-garanties",
    "/avis-et-courriers",
    "/mes-structures",
    "/mes-services",
    "/profil",
)


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("reading")) as opened:
        lend_and_revise(opened.address)
        yield opened


@pytest.fixture(scope="module")
def reader(portal):
    return somebody_with_loans(portal, portal.mails.folder.parent, portal.platform)


@pytest.fixture
def open_page(log_in, reader) -> Callable[..., Page]:
    return lambda path, **options: log_in(reader, PASSWORD, path, **options)


def settled(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def open_first_loan(page: Page) -> None:
    page.get_by_role("table").get_by_role("link", name=re.compile("^50[0-9]{5}$")).first.click()
    expect(page.get_by_role("heading", name="Tableau d’amortissement")).to_be_visible()
    settled(page)


def printed(page: Page, folder: Path) -> Path:
    """The page as a printer gets it, on the sheets that its style asks for."""
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True, format="A4")
    return file


def words_of(file: Path) -> list[list[ElementTree.Element]]:
    """The words of each sheet with where they stand, in points."""
    text = subprocess.run(
        ["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    return [list(sheet.iter(WORD)) for sheet in ElementTree.fromstring(text).iter(PAGE)]


def ink_at_the_right(file: Path, folder: Path) -> list[int]:
    """The darkest dot of the right margin of each sheet, 255 where it is blank."""
    subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS_AN_INCH), file, folder / "sheet"], check=True)
    margin = int(MARGIN_POINTS / 72 * DOTS_AN_INCH) - 2
    darkest = []
    for sheet in sorted(folder.glob("sheet*.pgm")):
        kind, size, _, dots = sheet.read_bytes().split(b"\n", 3)
        assert kind == b"P5"
        width, height = map(int, size.split())
        darkest.append(int(np.frombuffer(dots, np.uint8).reshape(height, width)[:, -margin:].min()))
    return darkest


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_loan_is_printed_with_its_whole_schedule_and_nothing_cut(open_page, tmp_path, scheme):
    page = open_page("/mes-prets", scheme=scheme)
    open_first_loan(page)
    table = page.get_by_role("table", name="Tableau d’amortissement")
    rows = [row.split("\t") for row in table.locator("tbody").inner_text().splitlines()]
    file = printed(page, tmp_path)
    sheets = words_of(file)
    said = " ".join(word.text for sheet in sheets for word in sheet)
    for row in rows:
        for cell in (row[1], row[-1]):
            assert " ".join(cell.split()) in said, row
    for word in (word for sheet in sheets for word in sheet):
        assert float(word.attrib["xMax"]) < 595 - MARGIN_POINTS + 1, word.text
    assert set(ink_at_the_right(file, tmp_path)) == {255}


def test_what_is_used_on_a_page_is_not_on_paper(open_page, tmp_path):
    page = open_page("/mes-prets")
    open_first_loan(page)
    said = " ".join(word.text for sheet in words_of(printed(page, tmp_path)) for word in sheet)
    for useless in ("Mon compte", "Et si l’index", "Chercher", "Filtres", "Télécharger", "Aller au contenu"):
        assert useless not in said
    page.emulate_media(media="print")
    for part in ("banner", "navigation", "searchbox"):
        expect(page.get_by_role(part)).to_have_count(0)


def test_a_schedule_of_more_rows_than_a_page_holds_is_printed_whole(visit, tmp_path):
    page = visit("/simulateur")
    page.get_by_label("Montant").fill("1000000")
    page.get_by_role("combobox", name="Périodicité").click()
    page.get_by_role("option", name="Mensuelle").click()
    page.get_by_label("Durée, en années").fill("40")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("heading", name="Le résultat")).to_be_visible()
    table = page.get_by_role("table").last
    expect(table).to_have_attribute("aria-rowcount", "481")
    said = [word.text for sheet in words_of(printed(page, tmp_path)) for word in sheet]
    assert len({word for word in said if re.fullmatch(r"\d\d/\d\d/20\d\d", word)}) >= 480


@pytest.mark.parametrize("enlarge", ["zoom", "text"])
def test_twice_as_large_every_screen_fits_and_no_word_is_cut(open_page, enlarge):
    page = open_page("/vue-d-ensemble", width=640 if enlarge == "zoom" else 1280)
    if enlarge == "text":
        page.add_init_script(ENLARGE)
    for path in SCREENS:
        page.goto(path)
        settled(page)
        assert fits(page), path
        assert cut_words(page) == [], path


@pytest.mark.parametrize(("asked", "is_still"), [("reduce", True), ("no-preference", False)])
def test_nothing_moves_for_who_asked_for_less_motion(open_page, asked, is_still):
    page = open_page("/vue-d-ensemble", width=390)
    page.emulate_media(reduced_motion=asked)
    watch_motion(page)
    page.reload()
    settled(page)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Mes prêts").click()
    settled(page)
    page.get_by_role("button", name="Filtres").click()
    expect(page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tous les tableaux").click()
    page.get_by_role("menuitem", name="CSV").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    open_first_loan(page)
    page.get_by_role("button", name="Révision calculée le").first.click()
    expect(page.get_by_role("heading", name="Échéances avant et après")).to_be_visible()
    page.get_by_role("button", name="Mon compte").click()
    settled(page)
    assert (moved(page) == []) == is_still, moved(page)
