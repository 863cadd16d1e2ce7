"""Whom to tell of a revision, cut into shares that workers take one by one."""

from hypothesis import given
from hypothesis import strategies as st

from services.lending.revisions.announcement import shared_out


def test_a_share_holds_as_many_structures_as_their_loans_allow():
    concerned = [("a", 4), ("b", 5), ("c", 2), ("d", 1)]
    assert list(shared_out(concerned, loans_max=9, structures_max=10)) == [["a", "b"], ["c", "d"]]


def test_a_structure_with_more_loans_than_a_share_has_one_of_its_own():
    assert list(shared_out([("a", 1), ("b", 50), ("c", 1)], loans_max=9)) == [["a"], ["b"], ["c"]]


def test_a_share_of_small_structures_is_bounded_too():
    shares = list(shared_out([(str(n), 1) for n in range(7)], structures_max=3))
    assert [len(share) for share in shares] == [3, 3, 1]


def test_nobody_concerned_makes_no_share():
    assert list(shared_out([])) == []


@given(st.lists(st.integers(1, 30)), st.integers(1, 40), st.integers(1, 5))
def test_everybody_is_told_once_in_order(counts, loans_max, structures_max):
    concerned = [(str(rank), count) for rank, count in enumerate(counts)]
    shares = list(shared_out(concerned, loans_max, structures_max))
    assert [key for share in shares for key in share] == [key for key, _ in concerned]
    assert all(len(share) <= structures_max for share in shares)
