"""How the directory looks in Open Referral UK 3.0: shapes, pages and what may be asked. Pure."""
