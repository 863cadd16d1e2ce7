import pytest

from services.lending.domain.commission import commission_cents


@pytest.mark.parametrize(
    ("principal_cents", "local_public_sector", "cents"),
    [
        (100_000_000, False, 60_000),
        (100_000_000, True, 60_000),
        (3_333_333_333, False, 2_000_000),
        (3_333_333_400, False, 2_000_000),
        (10_000_000_000, False, 2_000_000),
        (10_000_000_000, True, 6_000_000),
        (83_333, False, 50),
        (82_499, False, 49),
        (82_500, False, 50),
        (0, False, 0),
    ],
    ids=[
        "a million",
        "a million, public",
        "at the cap",
        "just above the cap",
        "above the cap",
        "above, public",
        "rounded",
        "below a half",
        "half a cent",
        "nothing",
    ],
)
def test_the_commission_is_six_hundredths_of_a_percent_capped_but_for_local_authorities(
    principal_cents, local_public_sector, cents
):
    assert commission_cents(principal_cents, local_public_sector) == cents
