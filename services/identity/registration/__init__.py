"""Registering on the portal: a form, a code by e-mail, an identifier."""
