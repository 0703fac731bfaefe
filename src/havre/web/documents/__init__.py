"""The documents of a case: what is there, adding, looking, downloading, removing."""
