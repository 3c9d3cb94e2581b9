"""The chain that holds the entries: digests, checkpoints that leave the database, and their checking."""
