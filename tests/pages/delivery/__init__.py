"""The pages of the delivery ring: a file an app, each with what a town has of it and who goes where."""
