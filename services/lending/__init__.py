"""Loans, their schedules, their revisions."""
