"""Joining structures: searched as one types, checked a last time, one shown first, and left again."""

from urllib.parse import quote

from tests.e2e.visitors import TOWN_HALLS, eventually

ORVELLE, LUSSAGNE = TOWN_HALLS["Commune d'Orvelle"], TOWN_HALLS["Commune de Lussagne"]


def found_by(person, typed: str) -> list[str]:
    return [each["siret"] for each in person.get(f"/structures/establishments?q={quote(typed)}")["items"]]


def test_gaelle_finds_her_town_hall_joins_a_second_one_and_leaves_the_first(portal):
    gaelle = portal.somebody("Gaelle", "Morin").register()
    for typed in ("Orvelle commune", "commune d'orvel", "ORVELE", ORVELLE["siret"]):
        assert ORVELLE["siret"] in found_by(gaelle, typed), typed
    sheet = gaelle.get(f"/structures/establishments/{ORVELLE['siret']}")
    assert (sheet["siret"], sheet["is_closed"]) == (ORVELLE["siret"], False)

    orvelle = gaelle.join(ORVELLE["siret"])
    gaelle.mail("Vous êtes rattaché à")
    mine = f"/structures/memberships/{orvelle}"
    gaelle.ask("PATCH", mine, 200, phone="01 99 00 12 34")
    gaelle.ask("PATCH", mine, 200, email="gaelle@mairie.example")
    gaelle.ask("PATCH", mine, 200, function="legal_representative")
    lussagne = gaelle.join(LUSSAGNE["siret"])
    first, _ = gaelle.get("/structures/memberships")["items"]
    assert (first["structure_id"], first["phone"], first["email"]) == (
        orvelle, "01 99 00 12 34", "gaelle@mairie.example",
    )  # fmt: skip
    gaelle.ask("PUT", f"/structures/memberships/{lussagne}/default", 200)
    assert gaelle.get("/structures/memberships")["items"][0]["structure_id"] == lussagne

    gaelle.ask("DELETE", mine, 204)
    assert [each["structure_id"] for each in gaelle.get("/structures/memberships")["items"]] == [lussagne]
    eventually(lambda: gaelle.mine(orvelle) is None, "the end of what she could ask for there")
