"""Contacts and case notes: visits, calls, who was seen, what next; also without a connection."""
