"""What identity hears: who of the bank may run it."""

from shared.auth import project_rights
from shared.handlers import Handlers

handlers = Handlers("identity")
project_rights(handlers)
