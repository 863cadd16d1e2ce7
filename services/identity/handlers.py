"""What identity hears: who of the bank may run it."""

from shared.auth import project_rights
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("identity")
project_rights(handlers)
reconcile(handlers)
