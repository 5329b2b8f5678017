"""A Bot API server for load only, in a process of its own, with the people who tap. See ``__main__``."""
