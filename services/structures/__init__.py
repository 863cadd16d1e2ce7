"""Which organisations there are."""
