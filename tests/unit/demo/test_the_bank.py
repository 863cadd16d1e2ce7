"""The demonstration bank: invented, plausible, and the same everywhere."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from stdnum.fr import siren, siret

from deploy.demo import bank, portfolio
from deploy.demo.draw import Draw
from services.lending.data.catalogue import products

LINES = list(bank.loan_lines())
STRUCTURES = {row["structure_id"]: row for row in bank.structures()}


def test_the_bank_is_the_same_byte_for_byte_wherever_it_is_built():
    text = json.dumps([bank.structures(), LINES], ensure_ascii=False).encode()
    again = json.dumps([bank.structures(), list(bank.loan_lines())], ensure_ascii=False).encode()
    assert text == again
    assert hashlib.sha256(text).hexdigest() == DIGEST


DIGEST = "44e4e763e465a99c029383ba48c96976220c3c1c61ac8fefadf6b752de9c56e3"


def test_chance_gives_numbers_that_no_version_of_python_changes():
    draw = Draw(1)
    assert [draw.between(1, 100) for _ in range(5)] == [14, 85, 77, 26, 50]


def test_siren_and_siret_have_valid_keys_and_belong_to_nobody():
    for row in STRUCTURES.values():
        assert siren.validate(row["siren"]) == row["siren"]
        assert siret.validate(row["siret"]) == row["siret"]
        assert row["siret"].startswith(row["siren"])
        assert row["siren"] < "000325175", "the first number that INSEE attributed"


def test_no_two_structures_share_a_number_or_a_name():
    for key in ("structure_id", "siren", "siret", "client_number", "name"):
        assert len({row[key] for row in STRUCTURES.values()}) == len(STRUCTURES)


def test_mail_goes_to_nobody_and_some_want_paper_only():
    emails = [row["contact_email"] for row in STRUCTURES.values() if row["contact_email"]]
    assert all(email.endswith(".example.org") for email in emails)
    assert any(row["contact_email"] is None and row["paper_wanted"] for row in STRUCTURES.values())


def test_there_are_five_thousand_lines_in_contracts_of_one_or_more():
    numbers = {line["loan_number"] for line in LINES}
    contracts = {line["contract_number"] for line in LINES}
    assert len(LINES) == len(numbers) == 5_000
    assert 1_000 < len(contracts) < 5_000


def test_guarantors_of_a_line_are_known_and_share_all_of_it():
    for line in LINES:
        shares = [Decimal(guarantor["share"]) for guarantor in line["guarantors"]]
        assert sum(shares) == 1
        assert len({guarantor["structure_id"] for guarantor in line["guarantors"]}) == len(shares)
        assert all(guarantor["structure_id"] in STRUCTURES for guarantor in line["guarantors"])
        assert line["borrower_id"] in STRUCTURES


def test_some_loans_are_guaranteed_fifty_five_forty_five():
    assert any([g["share"] for g in line["guarantors"]] == ["0.55", "0.45"] for line in LINES)


@pytest.mark.parametrize("product", ["PLUS", "PLAI", "PLS", "PAM", "PAM_ECO", "PHARE", "PLUS_FONCIER"])
def test_each_product_of_the_bank_is_lent(product):
    assert sum(line["product"] == product for line in LINES) > 50


def test_every_kind_of_revision_profile_and_rhythm_is_lent():
    terms = [line["terms"] for line in LINES]
    assert {t["revision"] for t in terms} == {"none", "SR", "DR", "DL"}
    assert {t["profile"] for t in terms} == {"instalment_priority", "capital_priority"}
    assert {t["months_between_instalments"] for t in terms} == {3, 12}
    assert {t["deferral"]["interest"] for t in terms if "deferral" in t} == {
        "paid",
        "deferred",
        "capitalised",
    }


def test_terms_run_from_fifteen_to_sixty_years_and_start_between_1995_and_2025():
    years = {_years(line) for line in LINES}
    starts = {line["terms"]["starts_on"][:4] for line in LINES}
    assert (min(years), max(years)) == (15, 60)
    assert (min(starts), max(starts)) == ("1995", "2025")


def test_every_loan_is_signed_before_it_starts_and_alive_on_the_business_date():
    for line in LINES:
        start = date.fromisoformat(line["terms"]["starts_on"])
        assert line["contract_signed_on"] <= line["terms"]["starts_on"]
        assert start.year + _years(line) > portfolio.ALIVE_ON.year


def test_each_line_keeps_to_what_the_catalogue_allowed_on_the_day_of_signature():
    for line in LINES:
        product, terms = products()[line["product"]], line["terms"]
        signed_on = date.fromisoformat(line["contract_signed_on"])
        assert product.offered_from is None or product.offered_from <= signed_on
        assert _years(line) <= product.longest_term(signed_on)
        assert terms["months_between_instalments"] in product.periodicities
        if terms["rate"]["kind"] == "index":
            assert Decimal(terms["rate"]["margin"]) == product.margin_on(signed_on, _years(line))


def test_only_a_fixed_rate_is_never_revised_and_constant_principal_is_revised_simply():
    for line in LINES:
        terms = line["terms"]
        assert (terms["rate"]["kind"] == "fixed") == (terms["revision"] == "none")
        assert terms["profile"] != "capital_priority" or terms["revision"] == "SR"


def test_two_officers_are_needed_so_no_one_holds_both_rights():
    for person in bank.staff():
        assert not {"rates.officer", "rates.approver"} <= set(person["rights"])
    held = {right for person in bank.staff() for right in person["rights"]}
    assert held >= {"rates.officer", "rates.approver", "lending.agent", "structures.agent", "operator"}


def _years(line: dict) -> int:
    return line["terms"]["instalments"] * line["terms"]["months_between_instalments"] // 12
