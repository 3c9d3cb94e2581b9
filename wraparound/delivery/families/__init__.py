"""The public site without sign-in: families' and young people's way into the directory."""
