"""The lists that agencies send: read, linked, counted and answered with a receipt."""
