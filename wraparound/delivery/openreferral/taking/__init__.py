"""Taking another area's feed in: fetching, walking its pages, reading its services, filing them."""
