import email
import re
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest

from services.notifications.emails import TABLE_ROWS_MAX, MailAddressUnusable, compose
from services.notifications.notices import guarantee_notice, revision_notice
from tests.unit.notifications.samples import AT, correspondence, guarantee_revised, structure_revised

MESSAGE_ID = "<0190.revision@espace-prets.example>"


def composed(document=None, to="finances@commune.example", **changes) -> bytes:
    document = document or revision_notice(structure_revised())
    return compose(document, correspondence(**changes), to, MESSAGE_ID, AT)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def test_a_mail_has_sender_reply_to_subject_and_its_own_message_id():
    message = read(composed())
    assert message["From"].addresses[0].addr_spec == "ne-pas-repondre@espace-prets.example"
    assert message["Reply-To"].addresses[0].addr_spec == "assistance@espace-prets.example"
    assert message["To"].addresses[0].addr_spec == "finances@commune.example"
    assert message["Subject"] == "Vos prêts indexés sur le Livret A : nouveau taux au 1er février 2026"
    assert message["Message-ID"] == MESSAGE_ID
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"


def test_the_same_message_composed_again_is_the_same_to_the_byte():
    assert composed() == composed()


def test_both_parts_say_the_same_important_things():
    message = read(composed())
    for part in (text_of(message), html_of(message)):
        plain = " ".join(re.sub(r"<[^>]+>", " ", part).split())
        for words in (
            "1,70 %",
            "1,50 %",
            "Votre prochaine échéance ne change pas",
            "EP-2026-000042",
            "000123456",
        ):
            assert words.casefold() in plain.casefold()


class Reader(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_html_fetches_nothing_and_runs_nothing():
    html = html_of(read(composed()))
    tags = {tag for tag, _ in Reader(html).tags}
    assert tags.isdisjoint({"img", "script", "link", "iframe", "object", "form"})
    assert "url(" not in html


def test_the_html_is_in_french_and_its_tables_are_read_aloud_rightly():
    tags = Reader(html_of(read(composed()))).tags
    assert ("html", {"lang": "fr"}) in tags
    assert any(tag == "caption" for tag, _ in tags)
    assert {attributes["scope"] for tag, attributes in tags if tag == "th"} == {"col", "row"}
    assert [tag for tag, _ in tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2"]


def test_what_others_wrote_cannot_become_html():
    name = "<script>alert('x')</script> & Fils"
    html = html_of(read(composed(guarantee_notice(guarantee_revised()), structure=name)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "name", ["Ville\nBcc: x@y.example", "Ville\r\nSubject: faux", "Ville de « l’Œuf » à Ÿ"]
)
def test_a_name_cannot_add_a_header(name):
    message = read(composed(structure=name))
    assert message["Bcc"] is None
    assert message.get_all("Subject") == [
        "Vos prêts indexés sur le Livret A : nouveau taux au 1er février 2026"
    ]


@pytest.mark.parametrize(
    "to",
    [
        "not an address",
        "a@b@c.fr",
        "x@y.fr\r\nBcc: z@w.fr",
        "",
        "maire@localhost",
        "é@ville.fr",
        "a..b@ville.fr",
        ".a@ville.fr",
    ],
)
def test_an_unusable_address_is_refused_before_anything_is_sent(to):
    with pytest.raises(MailAddressUnusable):
        composed(to=to)


@pytest.mark.parametrize("loans", [0, 1, TABLE_ROWS_MAX, TABLE_ROWS_MAX + 1, 500])
def test_a_mail_shows_the_first_lines_and_says_how_many_there_are(loans):
    message = read(composed(revision_notice(structure_revised(loans))))
    shown = len(re.findall(r"^5400\d{3}", text_of(message), re.MULTILINE))
    assert shown == min(loans, TABLE_ROWS_MAX)
    assert (f"premières lignes sont reprises ici, sur {loans}" in text_of(message)) == (
        loans > TABLE_ROWS_MAX
    )
    assert len(message.as_bytes()) < 100_000


def test_no_line_of_a_mail_is_longer_than_smtp_allows():
    raw = composed(structure="Commune de " + "Trèslongnom" * 20)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_plain_text_keeps_the_columns_of_its_table_aligned():
    rows = re.findall(r"^(5400\d{3}.*)$", text_of(read(composed())), re.MULTILINE)
    assert len({len(row) for row in rows}) == 1
