"""Case 1: the first person of a structure becomes administrator by the code of a letter to whoever represents it."""

import csv

from deploy.demo import bank, register
from tests.e2e.visitors import TOWN_HALLS, Mailbox, eventually

VALMONDE, ORVELLE, LUSSAGNE = (
    TOWN_HALLS[name] for name in ("Commune de Valmonde", "Commune d'Orvelle", "Commune de Lussagne")
)


def masked_siret(folder) -> str:
    """An establishment of the register whose address INSEE does not show."""
    _, establishments = register.write(folder, register.SAMPLE)
    with establishments.open(encoding="utf-8") as rows:
        return next(
            row["siret"]
            for row in csv.DictReader(rows)
            if row["statutDiffusionEtablissement"] == "P" and row["etatAdministratifEtablissement"] == "A"
        )


def test_anne_asks_first_and_the_mayors_letter_makes_her_administrator(portal):
    anne = portal.somebody("Anne", "Vidal").register()
    eus = anne.join(VALMONDE["siret"])
    anne.mail("Vous êtes rattaché à")
    request = anne.request(eus, "loans.read", "documents.read")
    assert request["state"] == "to_accept"
    assert anne.mine(eus)["next_step"] == "accept"
    assert not anne.sees_debt_of(eus)

    assert anne.accept(request)["state"] == "awaiting_code"
    assert "ne voyage que par la poste" in anne.mail("Un courrier part pour le représentant légal").lower()
    mailbox = Mailbox(portal, eus)
    letter, code = mailbox.letter(), mailbox.code()
    assert "Maire" in letter
    assert "Anne Vidal" in letter
    assert "96000 VALMONDE" in letter
    assert code not in anne.mail("Un courrier part")

    anne.log_in()
    assert anne.mine(eus)["next_step"] == "type_code"
    anne.type_code(eus, "ABCD-EFGH-JKLM", 422)
    assert anne.mine(eus)["rights"] == []
    anne.type_code(eus, code.lower())
    assert anne.mine(eus)["rights"] == ["administrator", "documents.read", "loans.read"]
    anne.mail("Vous êtes administrateur de")
    eventually(lambda: anne.sees_debt_of(eus), "the debt of her town hall")
    anne.type_code(eus, code, 409)


def test_bruno_lets_his_code_expire_and_of_three_letters_only_the_last_code_is_worth_something(portal):
    bruno = portal.somebody("Bruno", "Roca").register()
    orvelle = bruno.join(ORVELLE["siret"])
    bruno.accept(bruno.request(orvelle, "loans.read"))
    mailbox = Mailbox(portal, orvelle)
    first = mailbox.code()
    letters = f"/habilitations/appointments/{bruno.mine(orvelle)['appointment']['appointment_id']}/letters"
    with portal.days_later(31):
        bruno.mail("ne vaut plus rien")
        bruno.type_code(orvelle, first, 409)
        bruno.post(letters, 201)
        second = mailbox.code(2)
        bruno.type_code(orvelle, first, 422)
        bruno.post(letters, 201)
        third = mailbox.code(3)
        bruno.type_code(orvelle, second, 422)
        assert "3 courriers en 90 jours" in bruno.post(letters, 409)["detail"]
        bruno.type_code(orvelle, third)
    assert bruno.mine(orvelle)["rights"] == ["administrator", "loans.read"]


def test_the_mayor_of_lussagne_says_no_and_the_code_dies(portal):
    chloe = portal.somebody("Chloé", "Sarda").register()
    lussagne = chloe.join(LUSSAGNE["siret"])
    chloe.accept(chloe.request(lussagne, "loans.read"))
    code = Mailbox(portal, lussagne).code()
    agent = portal.staff("habilitations.agent")
    appointment = chloe.mine(lussagne)["appointment"]["appointment_id"]
    agent.post(f"/habilitations/appointments/{appointment}/refusal", 200, reason="Le maire a téléphoné")
    assert "n’a pas donné son accord" in chloe.mail("n’est pas acceptée")
    chloe.type_code(lussagne, code, 409)
    assert chloe.mine(lussagne)["rights"] == []


def test_a_structure_whose_address_nobody_knows_waits_for_an_agent_who_is_told_why(portal, tmp_path):
    denis = portal.somebody("Denis", "Puig").register()
    structure_id = denis.join(masked_siret(tmp_path))
    denis.accept(denis.request(structure_id, "loans.read"))
    denis.mail("ne peut pas encore partir")
    agent = portal.staff("habilitations.agent")
    waiting = agent.get(f"/habilitations/appointments?state=needs_agent&structure_id={structure_id}")
    (appointment,) = waiting["items"]
    assert appointment["why"]

    address = bank.structures()[0]["address"]
    corrected = {"address": address, "representative_function": "Le Maire"}
    agent.ask("PUT", f"/structures/structures/{structure_id}/address", 200, **corrected)
    letters = f"/habilitations/appointments/{appointment['appointment_id']}/letters"
    eventually(lambda: agent.get(f"/structures/structures/{structure_id}")["address"] == address, "address")
    agent.post(letters, 201)
    denis.type_code(structure_id, Mailbox(portal, structure_id).code())
    assert "administrator" in denis.mine(structure_id)["rights"]
