"""E-mails and letters."""
