"""`python -m tests.servers install`: see to it that the servers of the tests can be started here."""

import sys

from tests.servers.packages import install

if sys.argv[1:] != ["install"]:
    sys.exit("usage: python -m tests.servers install")
sys.exit(install())
