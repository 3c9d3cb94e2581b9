"""The performance harness: measures on demand, names the machine, and writes what the docs show."""
