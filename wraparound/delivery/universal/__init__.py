"""What every child of a population gets: the schedule of contacts, and who has not had one."""
