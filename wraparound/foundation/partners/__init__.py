"""Agencies as the area administrator keeps them: services, teams, umbrellas, and what becomes of them."""
