"""Helping people find a place: referral routes, places held, the enquiry desk, what is not there."""
