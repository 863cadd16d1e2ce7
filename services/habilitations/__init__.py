"""Who may do what, for which structure."""
