"""Made-up children of England: a population, the feeds that agencies keep of it, and misspelt look-ups.

Nothing here is a real person: every name, birth date, home and number is drawn by chance from a seed.
This package knows nothing of the product; it writes files and Python objects that anything may read.
"""
