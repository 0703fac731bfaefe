"""Who consulted what, alerts, and the attestation of the journal."""
