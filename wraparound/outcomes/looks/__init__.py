"""Pages on which people read who did and saw what: their own, their team's, everybody's."""
