"""The child: stored facts, each with who said it and when."""
