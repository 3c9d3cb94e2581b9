"""Searching the directory in the process: facts of services in columns, words in an index in memory."""
