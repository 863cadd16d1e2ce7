"""`python -m deploy` is `prets`."""

from deploy.cli import main

main()
