import smtplib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.mail_catcher import file_name, start_mail_catcher


@pytest.fixture
def catcher(tmp_path):
    started = start_mail_catcher(tmp_path / "mails")
    yield started
    started.stop()


def send(catcher, content: bytes) -> None:
    place = urlsplit(catcher.url)
    with smtplib.SMTP(place.hostname, place.port) as smtp:
        smtp.sendmail("us@bank.example", ["them@town.example"], content)


def test_each_mail_is_a_file_and_the_same_mail_again_is_the_same_file(catcher):
    mail = b"Message-ID: <1@bank.example>\r\nSubject: x\r\n\r\nhello\r\n.a dot\r\n"
    other = mail.replace(b"<1@", b"<2@")
    for content in (mail, mail, other):
        send(catcher, content)
    assert sorted(file.name for file in catcher.folder.iterdir()) == [
        "1@bank.example.eml",
        "2@bank.example.eml",
    ]
    assert (catcher.folder / "1@bank.example.eml").read_bytes() == mail


@pytest.mark.parametrize("message_id", ["../../etc/passwd", "/etc/passwd", "..", "a b", "é", "x" * 500, ""])
def test_no_message_id_names_a_file_elsewhere(message_id):
    name = file_name(f"Message-ID: <{message_id}>\r\n\r\nx".encode())
    assert Path(name).name == name
    assert name.endswith(".eml")
    assert len(name) < 200


def test_two_message_ids_never_share_a_file():
    names = {file_name(f"Message-ID: <{key}>\r\n\r\nx".encode()) for key in ("a/b", "a b", "a-b", "a:b")}
    assert len(names) == 4
