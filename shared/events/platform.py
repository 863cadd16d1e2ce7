"""What every service tells the others about the telling itself. Not facts of the trade: nothing waits for them."""

from datetime import datetime

from shared.events import contract, part


@part
class FactCount:
    """So many facts of one type were told with a time in [since, until)."""

    type: str
    since: datetime
    until: datetime
    facts: int


@contract("platform.facts_counted.v1")
class FactsCounted:
    """A service says how many facts it has told; whoever heard fewer asks for them again.

    service  who told them
    """

    service: str
    counts: tuple[FactCount, ...]


@contract("platform.resend_requested.v1")
class ResendRequested:
    """A service has heard fewer facts of a type than another says it told in [since, until).

    service  who told them, and is asked to tell them again
    by       who asks
    """

    service: str
    by: str
    type: str
    since: datetime
    until: datetime
