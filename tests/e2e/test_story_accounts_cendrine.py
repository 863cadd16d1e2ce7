"""Cendrine, from her first visit to the day she leaves: HTTP behind the gateway, with real workers and e-mails."""

import re

from tests.portal import PASSWORD

ANOTHER = "Autre chaussette 8"


def test_cendrine_registers_forgets_her_password_and_leaves(portal):
    cendrine = portal.somebody("Cendrine")
    asked = cendrine.post("/identity/registrations", 202, **cendrine.form)
    code = cendrine.code_by_mail()
    wrong = f"{(int(code) + 1) % 10_000:04}"
    cendrine.post("/identity/registrations/confirmation", 422, secret=asked["secret"], code=wrong)
    opened = cendrine.post("/identity/registrations/confirmation", 201, secret=asked["secret"], code=code)
    assert opened["identifier"] in cendrine.mail("Bienvenue : votre identifiant de connexion")

    cendrine.get("/identity/profile", 401)
    login = opened["identifier"]
    cendrine.post("/identity/browser-sessions", 201, login=login, password=PASSWORD)
    assert cendrine.get("/identity/profile")["email"] == cendrine.email
    cendrine.get("/identity/staff", 403)

    cendrine.post("/identity/reminders", 204, about="password", login=cendrine.email)
    link = re.search(r"/mot-de-passe#(\S+)", cendrine.mail("Choisissez un nouveau mot de passe"))[1]
    cendrine.post("/identity/password-resets", 204, secret=link, new_password=ANOTHER)
    cendrine.mail("Votre mot de passe a été changé")
    cendrine.post("/identity/browser-sessions", 401, login=cendrine.email, password=PASSWORD)
    cendrine.log_in(ANOTHER)
    assert len(cendrine.get("/identity/profile/sessions")) == 1

    cendrine.post("/identity/profile/closure", 204, password=ANOTHER)
    cendrine.mail("Votre compte est fermé")
    cendrine.post("/identity/browser-sessions", 401, login=cendrine.email, password=ANOTHER)
