"""The one way out: every mail, document, calendar entry and answer leaves through here.

Neutral messages to accounts: `send`. Anything about a case: `dispatch`, or `release` for a
document handed to the person asking. Both check, at that moment, the recipient's shares, the
words, the files and her safe contact; what fails is held for a person to look at.
"""

from havre.platform.gate.checking import (
    FORBIDDEN,
    SENTENCES,
    Finding,
    judge,
    refusal_of,
    register_membership,
    register_safe_channel,
)
from havre.platform.gate.departure import (
    WAYS,
    Departure,
    Document,
    Part,
    Recipient,
    SafeChannel,
    Way,
)
from havre.platform.gate.facts import Fact, Kind, facts_of_place, register
from havre.platform.gate.folding import fold
from havre.platform.gate.holding import Held, NotReleasable, dispatch, release
from havre.platform.gate.mail import MAX_ATTEMPTS, SUBJECTS, deliver, deliver_waiting, send

__all__ = [
    "FORBIDDEN",
    "MAX_ATTEMPTS",
    "SENTENCES",
    "SUBJECTS",
    "WAYS",
    "Departure",
    "Document",
    "Fact",
    "Finding",
    "Held",
    "Kind",
    "NotReleasable",
    "Part",
    "Recipient",
    "SafeChannel",
    "Way",
    "deliver",
    "deliver_waiting",
    "dispatch",
    "facts_of_place",
    "fold",
    "judge",
    "refusal_of",
    "register",
    "register_membership",
    "register_safe_channel",
    "release",
    "send",
]
