"""Where encrypted documents are kept: a folder of this machine, or an S3-compatible service."""
