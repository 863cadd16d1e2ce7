"""Every message there is can be read before anybody gets it, with people and figures that do not exist."""

import re
import subprocess

import pytest

from services.notifications.accounts.notices import NOTICES
from services.notifications.accounts.samples import account_sample, account_samples
from services.notifications.domain.messages import WITH_A_CODE, Template
from services.notifications.previews import samples
from tests.unit.notifications.mail_room import AGENT, mail_room

LETTERS = sorted(name for name, sample in samples().items() if sample.is_letter)
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("previews")
    with mail_room(f"sqlite:///{folder}/notifications.sqlite", folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def agent(room):
    return room.headers(AGENT)


def text_of(pdf: bytes, folder) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout


def test_every_template_has_a_sample():
    assert {sample.template for sample in samples().values()} == set(Template)


def test_so_has_every_mail_about_an_account():
    assert len(account_samples()) == len(NOTICES)
    assert {account_sample(name).subject for name in account_samples()} == {
        write(*["…"] * write.__code__.co_argcount).subject for write in NOTICES.values()
    }


def test_one_page_shows_them_all(room, agent):
    page = room.client.get("/templates", headers=agent)
    assert page.mimetype == "text/html"
    for name, sample in samples().items():
        assert f"templates/{name}/{'pdf' if sample.is_letter else 'html'}" in page.text
    assert [name for name in account_samples() if f"templates/{name}/html" not in page.text] == []


def test_a_list_tells_of_each_its_subject_and_the_ways_it_goes(room, agent):
    listed = room.client.get("/template-samples", headers=agent).json["items"]
    assert [each["name"] for each in listed] == [*samples(), *account_samples()]
    for each in listed:
        for way in each["ways"]:
            shown = room.client.get(
                f"/templates/{each['name']}/{'pdf' if way == 'letter' else 'html'}", headers=agent
            )
            assert shown.status_code == 200
    ways = {each["template"]: each["ways"] for each in listed}
    assert ways["administrator_letter"] == ["letter"]
    assert ways["revision"] == ["email", "letter"]
    assert ways["rights_changed"] == ways[None] == ["email"]


@pytest.mark.parametrize("name", sorted(samples()))
def test_each_reads_the_same_as_text_and_as_html(room, agent, name):
    html = room.client.get(f"/templates/{name}/html", headers=agent)
    text = room.client.get(f"/templates/{name}/text", headers=agent)
    assert (html.mimetype, text.mimetype) == ("text/html", "text/plain")
    assert "script-src" not in html.headers["Content-Security-Policy"]
    for shown in (html.text, text.text):
        assert "EP-2026-000000" in shown
        assert not re.search(r"\{\{|\}\}|None|Undefined", shown)


@pytest.mark.parametrize("name", account_samples())
def test_a_mail_about_an_account_is_shown_without_code_or_link(room, agent, name):
    html = room.client.get(f"/templates/{name}/html", headers=agent)
    text = room.client.get(f"/templates/{name}/text", headers=agent)
    assert (html.mimetype, text.mimetype) == ("text/html", "text/plain")
    assert "script-src" not in html.headers["Content-Security-Policy"]
    for shown in (html.text, text.text):
        assert "Madame Martin" in shown
        assert not re.search(r"\{\{|\}\}|None|Undefined|\b[0-9]{4}\b", shown)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_with_a_code_is_shown_without_any(room, agent, name, tmp_path):
    pdf = room.client.get(f"/templates/{name}/pdf", headers=agent)
    text = text_of(pdf.data, tmp_path)
    assert "••••" in text
    assert "96220 VILLERIVE" in text
    assert CODE.findall(text) == []
    assert samples()[name].template in WITH_A_CODE


@pytest.mark.parametrize(
    ("name", "words"),
    [("revision", "1,50"), ("payment", "Total à payer"), ("rearrangement", "trimestrielle")],
)
def test_what_structures_are_told_by_post_is_shown_as_a_letter_too(room, agent, tmp_path, name, words):
    text = text_of(room.client.get(f"/templates/{name}/pdf", headers=agent).data, tmp_path)
    assert words in text
    assert "••••" not in text


@pytest.mark.parametrize("form", ["html", "text", "pdf"])
def test_what_is_no_template_is_missing(room, agent, form):
    assert room.client.get(f"/templates/nothing/{form}", headers=agent).status_code == 404


def test_nobody_in_a_sample_exists():
    addresses = re.findall(r"[\w.-]+@([\w.-]+)", str([sample.event for sample in samples().values()]))
    assert addresses
    assert {address.rpartition(".")[2] for address in addresses} <= {"example", "org"}
