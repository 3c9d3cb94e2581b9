"""The area: its configuration, footprints, calendar and duty numbers."""
