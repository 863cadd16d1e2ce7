"""Imported by the server that forks workers, and by nobody else: it ends with the tests, and its workers with it.

Left to itself it would wait for them: each holds the pipe by which it learns that the tests are over.
"""

from tests.servers.hosts import die_with_the_tests

die_with_the_tests()
