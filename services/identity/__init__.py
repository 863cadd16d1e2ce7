"""Who is calling: accounts, sessions, tokens."""
