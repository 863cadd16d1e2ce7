"""The official values of the indexes."""
