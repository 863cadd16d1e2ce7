"""The main job on the deployed shape: six web processes, eight workers, PostgreSQL, RabbitMQ, SMTP, the gateway."""

import time
from email import message_from_bytes
from email.policy import default

import httpx
import pytest
import sqlalchemy as sa
from rich.progress import Progress

from deploy.client import Client, PlatformError
from deploy.demo import bank
from deploy.demo.main_job import MainJob
from deploy.platform import SERVICES
from shared.tables import outbox
from tests.deployment import Deployment
from tests.servers.hosts import wait_until

LOANS = 600
CHUNK_LOANS = 25
SETTINGS = {"CHUNK_LOANS": str(CHUNK_LOANS), "CHUNKS_AT_ONCE": "2"}
STOP_SECONDS_MAX = 15
FORBIDDEN = 403


@pytest.fixture(scope="module")
def deployment(postgres, rabbitmq):
    broker_url = rabbitmq.create_vhost("deployed-shape")
    deployed = Deployment(postgres, broker_url, lending_workers=3, settings=SETTINGS)
    deployed.prepare()
    deployed.start()
    yield deployed
    deployed.close()
    rabbitmq.delete_vhost("deployed-shape")


@pytest.fixture(scope="module")
def job(deployment) -> MainJob:
    return MainJob(deployment.address, Progress(disable=True), LOANS)


@pytest.fixture(scope="module")
def summary(job):
    return job.run()


def test_the_main_job_goes_well(summary):
    assert summary["problems"] == []
    assert summary["bus"]["dead"] == 0


def test_every_loan_is_recomputed(summary):
    revision = summary["revision"]
    assert revision["loans_read"] == LOANS
    assert revision["loans_failed"] == 0
    assert revision["loans_revised"] > 0.9 * LOANS


def test_the_chunks_are_shared_among_the_workers_and_each_is_done_once(deployment, summary):
    done = [
        worker.counted("events_total", outcome="done", type="lending.chunks_due.v1")
        for worker in deployment.workers_of("lending")
    ]
    with deployment.services() as services, services["lending"].database.reading() as session:
        due = session.scalar(
            sa.select(sa.func.count()).select_from(outbox).where(outbox.c.type == "lending.chunks_due.v1")
        )
    assert summary["revision"]["chunks_total"] == LOANS / CHUNK_LOANS
    assert sum(done) == due
    assert all(done)


def test_each_mail_reaches_the_mail_server_once(deployment, summary, job):
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in deployment.mails.glob("*.eml")]
    with job.person("notifications.agent") as platform:
        told = list(platform.every("notifications/messages", kind="email"))
    assert len(mails) == len(told) > 0
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)


def test_each_letter_is_printed_in_one_batch(deployment, summary):
    letters = [file.name for file in deployment.folder.glob("letters/batch-*/*.pdf")]
    expected = sum(count["messages"] for count in summary["messages"]["counts"] if count["kind"] == "letter")
    assert len(letters) == len(set(letters)) == expected > 0


def test_the_gateway_leads_to_each_service_and_hides_what_is_for_the_inside(deployment):
    with httpx.Client(base_url=deployment.address) as anybody:
        for name in SERVICES:
            assert anybody.get(f"/api/{name}/openapi.json").status_code == 200
            assert anybody.get(f"/api/{name}/health").status_code == 401
            assert anybody.get(f"/api/{name}/operations/bus").status_code == 401
            for inside in ("metrics", "readyz", "livez", "operations/metrics", "operations/readyz"):
                assert anybody.get(f"/api/{name}/{inside}").status_code == 404


def test_a_right_that_an_operator_ends_closes_the_door_of_each_service(deployment, job):
    doors = {
        "lending.agent": "lending/portfolio",
        "notifications.agent": "notifications/messages",
        "structures.agent": "structures/structures",
    }
    karim = next(person["person_id"] for person in bank.staff() if "rates.approver" in person["rights"])
    with job.person("operator") as operator, job.person("rates.approver") as visitor:
        for right, door in doors.items():
            body = {"subject_id": karim, "right": right, "reason": "Remplacement"}
            grant_id = operator.post("habilitations/grants", body)["grant_id"]
            wait_until(lambda door=door: opens(visitor, door), f"{right} given")
            operator.delete(f"habilitations/grants/{grant_id}?reason=Retour")
            wait_until(lambda door=door: not opens(visitor, door), f"the end of {right}")


def opens(visitor: Client, door: str) -> bool:
    try:
        return bool(visitor.get(door))
    except PlatformError as error:
        if error.status != FORBIDDEN:
            raise
        return False


def test_a_service_that_is_away_is_a_problem_in_the_callers_language(deployment):
    habilitations = deployment.processes["habilitations-web"]
    habilitations.kill()
    address = f"{deployment.address}/api/habilitations/grants"
    in_french, in_english = (httpx.get(address, headers={"Accept-Language": tag}) for tag in ("fr", "en-GB"))
    habilitations.start()
    deployment.wait_until_ready()
    assert in_french.status_code == in_english.status_code == 503
    assert in_french.headers["content-type"] == "application/problem+json"
    assert in_french.headers["retry-after"]
    assert "ne répond pas" in in_french.json()["detail"]
    assert "does not answer" in in_english.json()["detail"]


def test_a_body_beyond_the_limit_is_a_problem_too(deployment):
    answer = httpx.post(f"{deployment.address}/api/lending/imports", content=b" " * 10_500_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "10 Mo" in answer.json()["detail"]


def test_every_process_ends_in_order_and_a_second_start_finds_all_the_data(deployment, summary, job):
    began = time.monotonic()
    deployment.ask_to_stop()
    ends = {name: process.wait(STOP_SECONDS_MAX) for name, process in deployment.processes.items()}
    assert ends == dict.fromkeys(deployment.processes, 0)
    assert time.monotonic() - began < STOP_SECONDS_MAX
    deployment.start()
    with job.person("lending.agent") as platform:
        revision = platform.get(f"lending/revisions/{summary['revision']['revision_id']}")
        portfolio = platform.get("lending/portfolio")
    assert revision == summary["revision"]
    assert portfolio["loans"] == LOANS
    assert job.bus()["dead"] == 0
