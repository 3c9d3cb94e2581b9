"""Moving a whole service to another provider: nothing is dropped, and a receipt says so."""
