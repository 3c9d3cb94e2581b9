"""What everything points at: the outcomes and their aims, and the levels of need."""
