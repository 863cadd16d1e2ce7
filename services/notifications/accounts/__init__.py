"""E-mails about people's accounts: sealed until they are written, gone once they are sent."""
