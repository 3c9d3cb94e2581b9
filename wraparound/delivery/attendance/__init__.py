"""School attendance and welfare: absence, missing education, education at home."""
