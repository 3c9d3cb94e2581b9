"""The area as its administrator keeps it: numbers to ring, footprints, postcodes, dated configuration."""
