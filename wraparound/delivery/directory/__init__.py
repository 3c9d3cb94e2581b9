"""One list of every service: what families, young people and professionals find."""
