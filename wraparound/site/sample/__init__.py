"""The made-up area that `make run` shows: a module for each thing that its people have done."""
