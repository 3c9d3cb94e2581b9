"""Lists of terms: kinds of service, needs, young people's topics; and what people call things."""
