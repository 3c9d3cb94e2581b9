"""Finding the right child from a few misspelt details."""
