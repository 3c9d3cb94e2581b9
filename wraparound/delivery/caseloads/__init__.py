"""Who works with whom: cases, who has them, how much each can carry."""
