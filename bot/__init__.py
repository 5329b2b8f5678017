"""The top floor: the field office."""
