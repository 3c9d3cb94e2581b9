"""The finding engine: pure modules that know nothing of the database, the request or the clock.

words, sounds, dates, places, numbers    what was typed or stored, brought to one form
nicknames, vocabulary, model             what is known of names in general: shipped, trained, versioned data
entry, query                             one child as the index holds it; one look-up as it was typed
keys                                     which hashes a child is filed under, and which a look-up probes
typed, score, explain, decide                   how likely each candidate is, why in words, and what a machine
may take
"""
