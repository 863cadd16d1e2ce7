"""Requests for assistance: written by anyone, acknowledged by e-mail, answered by support agents in the same thread."""
