"""Whatever spans the rings: settings, root addresses, the command line, home pages."""
