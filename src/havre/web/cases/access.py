"""The case an address names, for those who keep its file."""

from __future__ import annotations

from havre.cases import permissions, selectors
from havre.cases.actions import NotAllowed
from havre.cases.models import Case
from havre.web.shell.requests import MemberRequest


def kept(request: MemberRequest, reference: str) -> Case:
    """Return a case whose file the actor's organisation keeps; raise DoesNotExist, NotAllowed."""
    case = selectors.get_case(reference, actor=request.actor)
    if not permissions.keeps(request.actor, case):
        raise NotAllowed
    return case
