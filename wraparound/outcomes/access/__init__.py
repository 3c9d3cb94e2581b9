"""Who may see what of which child: grants and what stands above them."""
