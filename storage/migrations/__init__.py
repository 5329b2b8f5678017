"""Alembic's revisions: they travel in the wheel and run in process (``Database.upgrade``)."""
