from fractions import Fraction

import pytest

from services.lending.domain.land_share import CostsContradicted, flat_land_share, land_share

COST = 300_000_000


def test_the_share_of_land_is_what_subsidies_leave_of_it():
    # 15 % of land, 12 % of subsidies: 15 % × 88 %
    assert land_share(COST, COST * 12 // 100, COST * 15 // 100) == Fraction(132, 1000)


@pytest.mark.parametrize(
    ("zone", "percent"),
    [("A bis", 45), ("A", 35), ("B1", 30), ("B2", 25), ("C", 20)],
    ids=str,
)
def test_where_nothing_tells_the_land_apart_its_zone_does(zone, percent):
    assert flat_land_share(COST, 0, zone) == Fraction(percent, 100)
    assert flat_land_share(COST, COST // 10, zone) == Fraction(percent * 9, 1000)


@pytest.mark.parametrize(
    ("subsidies", "land", "field"),
    [(COST + 1, 0, "subsidies"), (-1, 0, "subsidies"), (0, COST + 1, "land"), (0, -1, "land")],
)
def test_more_than_the_whole_is_refused(subsidies, land, field):
    with pytest.raises(CostsContradicted) as refusal:
        land_share(COST, subsidies, land)
    assert refusal.value.facts["field"] == field


def test_all_of_it_may_be_land_or_given():
    assert land_share(COST, 0, COST) == 1
    assert land_share(COST, COST, COST) == 0
