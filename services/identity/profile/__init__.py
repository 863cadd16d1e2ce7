"""A person's own account: profile, e-mail address, sessions, closing."""
