"""Writing a load: which records are new or changed, chunk by chunk, each chunk one transaction."""
