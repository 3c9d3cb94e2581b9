"""The pages of one child: who this is, who is involved, why I may see it."""
