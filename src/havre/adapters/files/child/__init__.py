"""What runs in the bounded process: nothing here is called from the server's own."""
