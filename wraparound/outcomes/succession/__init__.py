"""What becomes of what an agency held when it merges, splits, is renamed or passes work on."""
