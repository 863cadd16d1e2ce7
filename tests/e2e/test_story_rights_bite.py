"""Rights bite at once, in each service: taken by an agent, ended by an operator, with tokens that are still good."""

from tests.e2e.visitors import TOWN_HALLS, Visitor, eventually

VILLERIVE = TOWN_HALLS["Commune de Villerive"]
PASSWORD = "Chaussette verte 7"
WHY = {"reason": "Usurpation soupçonnée"}


def test_a_suspended_person_loses_every_right_at_once_and_has_them_back_whole(portal):
    hugo = portal.somebody("Hugo", "Blanc").register()
    town = hugo.join(VILLERIVE["siret"])
    hugo.become_administrator(town, "loans.read")
    eventually(lambda: hugo.sees_debt_of(town), "the debt of Villerive")

    agent = portal.staff("habilitations.agent")
    suspended = agent.post("/habilitations/suspensions", 201, person_id=hugo.person_id, **WHY)
    eventually(lambda: not hugo.sees_debt_of(town), "the end of the right in lending")
    mine = hugo.mine(town)
    assert (mine["suspended"], mine["rights"]) == (True, [])
    hugo.get(f"/habilitations/structures/{town}/users", 404)
    hugo.post(f"/habilitations/structures/{town}/requests", 409, rights=["loans.read"])
    assert WHY["reason"] in hugo.mail("sont suspendus")

    path = f"/habilitations/suspensions/{suspended['suspension_id']}/end"
    agent.post(path, 200, reason="Vérifié par téléphone")
    assert hugo.mine(town)["rights"] == ["administrator", "loans.read"]
    assert "Encours" in hugo.mail("ne sont plus suspendus")
    eventually(lambda: hugo.sees_debt_of(town), "the debt of Villerive")
    acts = agent.get(f"/habilitations/acts?subject_id={hugo.person_id}")["items"]
    assert {"person_suspended", "suspension_ended"} <= {act["act"] for act in acts}


def test_an_agent_logs_a_client_out_who_lost_a_computer_and_unlocks_them(portal):
    jade = portal.somebody("Jade", "Colin").register()
    agent = portal.staff("identity.agent")
    (found,) = agent.get("/identity/accounts?q=Jade Colin")["items"]
    sheet = f"/identity/accounts/{found['person_id']}"
    assert len(agent.get(sheet)["sessions"]) == 1
    agent.post(f"{sheet}/logout", 200, reason="Ordinateur perdu")
    eventually(lambda: not jade.may_open("/identity/profile"), "the end of the session")
    assert agent.get(sheet)["acts"][0]["act"] == "sessions_ended"
    assert "Notre équipe" in jade.mail("déconnecté partout")
    agent.post(f"{sheet}/unlock", 200, reason="Mot de passe oublié")
    assert "Notre équipe" in jade.mail("débloqué")


def test_what_an_operator_gives_and_takes_opens_and_closes_rates_and_notifications(portal):
    operator = portal.staff("operator")
    person = {
        "title": "Monsieur",
        "first_name": "Luc",
        "last_name": "Hardy",
        "email": "luc@banque.example.org",
    }
    invited = operator.post("/identity/staff", 201, **person)
    luc = Visitor(portal, person["email"])
    assert invited["initial_password"] not in luc.mail("Un compte vous est ouvert")
    luc.post(
        "/identity/password-changes", 204, login=luc.email, current_password=invited["initial_password"],
        new_password=PASSWORD,
    )  # fmt: skip
    luc.log_in(PASSWORD)
    pages = {"rates.officer": "/rates/fixings", "notifications.agent": "/notifications/messages"}
    given = {}
    for right, page in pages.items():
        assert not luc.may_open(page)
        body = {"subject_id": invited["account"]["person_id"], "right": right, "reason": "Arrivée"}
        given[right] = operator.post("/habilitations/grants", 201, **body)["grant_id"]
        eventually(lambda page=page: luc.may_open(page), right)
    for right, page in pages.items():
        operator.ask("DELETE", f"/habilitations/grants/{given[right]}?reason=Départ", 204)
        eventually(lambda page=page: not luc.may_open(page), f"the end of {right}")
    assert luc.may_open("/rates/indexes"), "the token itself is still good"
