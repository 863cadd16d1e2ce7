"""Mutation testing of the loan engine: spoil one thing, see whether a test notices. `make mutants` runs it."""
