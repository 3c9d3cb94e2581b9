"""Setting, confirming, reviewing and lifting a shield, and breaking the glass."""
