"""What can be done in the index: settle a pair, join and part records, create a child, correct a fact."""
