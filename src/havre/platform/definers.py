"""The database functions that run as the owner, past row security, and why each must."""

from __future__ import annotations

DEFINERS = {
    "token_part": "reads the key that verifies who is acting",
    "acting": "tells the policies who is acting",
    "act": "verifies a signed name and sets it for the transaction",
    "steward": "tells a keeper that it keeps a case",
    "lapsed": "finds shares past their end",
    "authorised": "gathers, for the triggers, who may read and write a row",
    "await_shares": "waits, for the triggers, for a change of shares under way",
    "draw_reference": "draws a reference that no hidden case carries",
    "spread_shares": "rewrites the authorised organisations of the rows of a changed share",
    "hand_over": "gives a case to another keeper, on its keeper's word",
    "discard_draft": "removes a draft and all its rows, on its author's word",
    "write_leases": "writes what is counted of a lease",
    "follow_lease": "keeps what is counted of a lease in step",
    "write_admissions": "counts a day's admissions again",
    "follow_admission": "keeps the count of admissions in step",
    "recount": "counts everything again",
    "count_cases": "counts the acting organisation's own cases",
    "await_sealing": "writes, for the triggers, that a journal line waits to be sealed",
    "begin_sealing": "takes the lock under which the journal is sealed, for the vault's role",
    "purge_journal": "removes journal lines of more than six months, for the vault's role",
    "journal_last_head": "tells the journal's last head, for an organisation to countersign",
    "guard_departure": "puts the signed name on what leaves, for the triggers",
    "unowned_objects": "tells the sweep which of the objects it names belong to no document",
    "count_leases": "counts the acting organisation's own leases",
}
"""A function that runs as its owner and is not named here fails `havre check`, and the build."""
