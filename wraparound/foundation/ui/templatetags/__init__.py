"""Template tags and filters, all built in: no page needs `{% load %}`."""
