"""A mail room whose e-mails arrive somewhere."""

import pytest

from tests.unit.notifications.mail_room import PostOffice, mail_room


@pytest.fixture
def post_office():
    opened = PostOffice()
    yield opened
    opened.close()


@pytest.fixture
def room(database_url, tmp_path, post_office):
    with mail_room(database_url, tmp_path, post_office.url) as opened:
        yield opened
