"""Who works where: posts, invitations, checks, lines, rotas and the systems' tokens."""
