"""Rights of clients: asked for, given by an administrator or by the code of a letter, suspended by the bank."""
