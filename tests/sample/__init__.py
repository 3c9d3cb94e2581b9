"""The sample area, loaded as make run loads it."""
