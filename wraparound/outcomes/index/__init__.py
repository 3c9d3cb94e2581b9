"""One record a child: pairs to settle, merges and their undoing, creating by hand."""
