"""Who consulted what, unusual access, and the attestation of the journal."""
