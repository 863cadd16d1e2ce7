"""The servers of the tests themselves."""

import http.server
import socket
import socketserver
import subprocess
import sys
import threading

import psycopg
import pytest

from tests.servers import PostgresServer, RabbitServer, hosts, packages
from tests.servers.hosts import docker_engine_answers, free_port

GIVE_A_PORT = """
from tests.servers import hosts
hosts.PORT_MIN, hosts._first_outgoing_port = {port}, lambda: {port} + 2
print(hosts.free_port())
"""


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_each_test_has_an_empty_database_of_its_own(postgres_url):
    with psycopg.connect(plain(postgres_url)) as connection:
        connection.execute("CREATE TABLE here (one int)")


def test_what_postgresql_committed_survives_a_kill(killable_postgres):
    url = plain(killable_postgres.create_database("survivor"))
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (one int)")
    killable_postgres.kill()
    killable_postgres.restart()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_rabbitmq_comes_back_after_a_kill_with_its_virtual_hosts(killable_rabbitmq):
    killable_rabbitmq.create_vhost("survivor")
    killable_rabbitmq.kill()
    killable_rabbitmq.restart()
    assert "survivor" in {vhost["name"] for vhost in killable_rabbitmq.ask("GET", "vhosts")}
    killable_rabbitmq.delete_vhost("survivor")


def test_a_server_whose_port_was_taken_meanwhile_starts_on_another(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        ports = iter([other.getsockname()[1]])
        monkeypatch.setattr("tests.servers.postgres.free_port", lambda: next(ports, None) or free_port())
        monkeypatch.setattr("tests.servers.hosts.docker_engine_answers", lambda: False)
        server = PostgresServer.start_own()
    assert next(ports, None) is None
    assert server.create_database("here")
    server.stop()


def test_a_port_is_given_to_one_process_of_the_tests_alone():
    port = free_port()
    given = subprocess.run(
        [sys.executable, "-c", GIVE_A_PORT.format(port=port)], capture_output=True, text=True, check=True
    )
    assert given.stdout == f"{port + 1}\n"


@pytest.mark.parametrize(
    ("told", "ports"),
    [
        ("32768\t60999", (10_000, 32_000)),
        ("16000\t65535", (10_000, 16_000)),
        ("1024\t65535", (10_000, 32_000)),
    ],
)
def test_ports_come_from_below_those_of_outgoing_connections_where_there_are_such(
    monkeypatch, tmp_path, told, ports
):
    (tmp_path / "range").write_text(told)
    monkeypatch.setattr("tests.servers.hosts.OUTGOING_PORTS", tmp_path / "range")
    assert (hosts.PORT_MIN, hosts._first_outgoing_port()) == ports


def test_a_missing_server_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr("tests.servers.rabbitmq.find_program", lambda: None)
    with pytest.raises(Exception, match="install rabbitmq-server"):
        RabbitServer._on_this_machine()


class Engine(socketserver.ThreadingUnixStreamServer):
    """Stands where a Docker engine would; answers, or keeps silent."""

    daemon_threads = True

    def __init__(self, path, answer):
        super().__init__(str(path), http.server.BaseHTTPRequestHandler)
        self.answer = answer

    def finish_request(self, request, _client_address):
        request.recv(1000)
        if self.answer:
            request.sendall(self.answer)
        else:
            request.recv(1000)  # until the client gives up


@pytest.mark.parametrize(
    ("answer", "there"),
    [(b"HTTP/1.0 200 OK\r\n\r\nOK", True), (b"HTTP/1.0 500 No\r\n\r\n", False), (b"", False)],
)
def test_a_docker_engine_counts_when_it_answers(monkeypatch, tmp_path, answer, there):
    with Engine(tmp_path / "engine.sock", answer) as engine:
        threading.Thread(target=engine.serve_forever, daemon=True).start()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'engine.sock'}")
        assert docker_engine_answers() is there
        engine.shutdown()


def test_no_docker_engine_is_no_error(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'nowhere.sock'}")
    assert not docker_engine_answers()


def test_installing_keeps_debian_from_starting_services(monkeypatch, tmp_path):
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(packages, "POLICY", policy)
    with packages._services_left_alone():
        assert subprocess.run([policy], check=False).returncode == 101
    assert not policy.exists()


def test_what_another_put_there_is_left_as_it_was(monkeypatch, tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs")
    monkeypatch.setattr(packages, "POLICY", policy)
    with packages._services_left_alone():
        assert policy.read_text() == "theirs"
    assert policy.read_text() == "theirs"


def test_what_cannot_be_installed_is_named_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(packages, "missing_packages", lambda: ["rabbitmq-server", "nginx"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert packages.install() == 1
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    assert "rabbitmq-server nginx" in line


def test_a_given_url_is_used_as_it_is(monkeypatch, rabbitmq, postgres):
    monkeypatch.setenv("TEST_BROKER_URL", rabbitmq.url)
    monkeypatch.setenv("TEST_BROKER_MANAGEMENT_URL", rabbitmq.management_url)
    monkeypatch.setenv("TEST_DATABASE_URL", postgres.url)
    for server in (RabbitServer.start(), PostgresServer.start()):
        assert not server.killable
        server.stop()
    assert rabbitmq.ask("GET", "vhosts")
