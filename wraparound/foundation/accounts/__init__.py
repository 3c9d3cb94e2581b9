"""People who sign in, the posts they hold, and how they prove who they are."""
