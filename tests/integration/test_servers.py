"""The servers of the tests themselves."""

import psycopg
import pytest

from tests.servers import RabbitServer


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_each_test_has_an_empty_database_of_its_own(postgres_url):
    with psycopg.connect(plain(postgres_url)) as connection:
        connection.execute("CREATE TABLE here (one int)")


def test_what_postgresql_committed_survives_a_kill(postgres, postgres_url):
    with psycopg.connect(plain(postgres_url)) as connection:
        connection.execute("CREATE TABLE kept (one int)")
    postgres.kill()
    postgres.restart()
    with psycopg.connect(plain(postgres_url)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_rabbitmq_comes_back_after_a_kill_with_its_virtual_hosts(rabbitmq, amqp_url):
    rabbitmq.kill()
    rabbitmq.restart()
    assert amqp_url.rpartition("/")[2] in {vhost["name"] for vhost in rabbitmq.ask("GET", "vhosts")}


def test_a_missing_server_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr("tests.servers.rabbitmq.find_program", lambda: None)
    with pytest.raises(Exception, match="install rabbitmq-server"):
        RabbitServer._on_this_machine()
