"""Case 2: an administrator opens services to the people of a structure, changes and ends them; then goes."""

import pytest

from tests.e2e.visitors import TOWN_HALLS, Client, eventually
from tests.portal import PASSWORD

MONTERVAL = TOWN_HALLS["Commune de Monterval"]


@pytest.fixture(scope="module")
def anne(portal) -> Client:
    """The administrator of Monterval; she reads its loans and its documents."""
    administrator = portal.somebody("Anne", "Monnier").register()
    administrator.town = administrator.join(MONTERVAL["siret"])
    administrator.become_administrator(administrator.town, "loans.read", "documents.read")
    return administrator


@pytest.fixture
def colleague(portal, anne):
    """Somebody else of Monterval, by first name."""

    def join(first_name: str) -> Client:
        person = portal.somebody(first_name, "Roux").register()
        person.join(MONTERVAL["siret"])
        return person

    return join


def test_a_colleague_asks_and_the_administrator_is_written_to_and_opens_the_service(anne, colleague):
    bruno = colleague("Bruno")
    assert bruno.request(anne.town, "loans.read")["state"] == "awaiting_administrator"
    mail = anne.mail("Bruno Roux demande un accès")
    assert f"{anne.portal.address}/administration/utilisateurs/{anne.town}/{bruno.person_id}" in mail
    assert "Encours" in mail

    assert _names(anne) == ["Anne Monnier", "Bruno Roux"]
    sheet = anne.get(f"/habilitations/structures/{anne.town}/users/{bruno.person_id}")
    assert sheet["request"]["rights"] == ["loans.read"]
    assert not bruno.sees_debt_of(anne.town)

    anne.post(f"/habilitations/requests/{sheet['request']['request_id']}/approval", 200)
    assert "prochaine page" in bruno.mail("sont ouverts")
    assert bruno.mine(anne.town)["rights"] == ["loans.read"]
    eventually(lambda: bruno.sees_debt_of(anne.town), "the debt of Monterval")

    bruno.ask("PATCH", "/identity/profile", 200, last_name="Roux-Vidal")
    eventually(lambda: "Bruno Roux-Vidal" in _names(anne), "his new name in the list of users")


def test_the_administrator_gives_less_refuses_and_revokes_and_each_is_told(anne, colleague):
    chloe = colleague("Chloe")
    asked = chloe.request(anne.town, "loans.read", "documents.read")
    path = f"/habilitations/requests/{asked['request_id']}/approval"
    anne.post(path, 200, rights=["loans.read"], reason="Les documents plus tard")
    assert "Les documents plus tard" in chloe.mail("sont ouverts")
    eventually(lambda: chloe.sees_debt_of(anne.town), "the debt of Monterval")

    again = chloe.request(anne.town, "documents.read")
    anne.post(f"/habilitations/requests/{again['request_id']}/refusal", 200, reason="Pas encore")
    assert "Pas encore" in chloe.mail("est refusée")
    assert chloe.mine(anne.town)["rights"] == ["loans.read"]

    anne.set_rights(anne.town, chloe, reason="Départ du service")
    assert chloe.mine(anne.town)["rights"] == []
    eventually(lambda: not chloe.sees_debt_of(anne.town), "the end of the right in lending")
    assert "Départ du service" in chloe.mail("ont changé")


def test_whom_the_administrator_detaches_is_told_who_did_it_and_why(anne, colleague):
    denis = colleague("Denis")
    anne.set_rights(anne.town, denis, "loans.read")
    path = f"/structures/structures/{anne.town}/members/{denis.person_id}/removal"
    eventually(lambda: _detaches(anne, path), "the administrator that structures has heard of")
    mail = denis.mail("Vous n’êtes plus rattaché")
    assert "Un administrateur de la structure l’a décidé" in mail
    assert "Motif indiqué" in mail
    eventually(lambda: denis.mine(anne.town) is None, "the end of his rights")


def test_nobody_gives_what_they_do_not_hold_nor_anything_to_themselves_nor_elsewhere(anne, colleague, portal):
    emma = colleague("Emma")
    refused = anne.set_rights(anne.town, emma, "applications.send", expected=403)
    assert "applications.send" in refused["detail"]
    anne.set_rights(anne.town, anne, "administrator", "loans.read", "applications.send", expected=409)
    own = anne.request(anne.town, "applications.send")
    anne.post(f"/habilitations/requests/{own['request_id']}/approval", 409)
    anne.post(f"/habilitations/requests/{own['request_id']}/cancellation", 200)

    stranger = portal.somebody("Fabien", "Roux").register()
    elsewhere = stranger.join(TOWN_HALLS["Commune de Rochegarde"]["siret"])
    asked = stranger.request(elsewhere, "loans.read")
    anne.post(f"/habilitations/requests/{asked['request_id']}/approval", 404)
    anne.set_rights(elsewhere, stranger, "loans.read", expected=404)
    anne.get(f"/habilitations/structures/{elsewhere}/users", 404)


def test_the_last_administrator_names_another_before_leaving_and_without_any_it_is_case_1_again(
    anne, colleague
):
    gael, ines = colleague("Gael"), colleague("Ines")
    anne.ask("DELETE", f"/structures/memberships/{anne.town}", 409)
    anne.set_rights(anne.town, gael, "administrator", "loans.read")
    gael.mail("ont changé")
    assert "administrator" in gael.mine(anne.town)["rights"]

    eventually(lambda: _leaves(anne), "a successor that structures has heard of")
    anne.mail("Vous n’êtes plus rattaché")
    eventually(lambda: not anne.sees_debt_of(anne.town), "the end of Anne's rights")
    assert anne.mine(anne.town) is None

    assert ines.request(anne.town, "loans.read")["state"] == "awaiting_administrator"
    gael.mail("Ines Roux demande un accès")
    gael.post("/identity/profile/closure", 204, password=PASSWORD)
    assert "Vous pouvez devenir administrateur" in ines.mail("n’a plus d’administrateur")
    assert ines.mine(anne.town)["next_step"] == "accept"


def _names(administrator: Client) -> list[str]:
    users = administrator.get(f"/habilitations/structures/{administrator.town}/users")["items"]
    return [each["name"] for each in users]


def _leaves(person: Client) -> bool:
    answer = person.web.delete(f"/structures/memberships/{person.town}", headers=_cookies(person))
    return answer.status_code == 204


def _detaches(administrator: Client, path: str) -> bool:
    answer = administrator.web.post(path, headers=_cookies(administrator), json={"reason": "Mutation"})
    return answer.status_code == 204


def _cookies(person: Client) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in person.cookies.items())}
