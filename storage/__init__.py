"""The first floor, the archive: what the survey knows, in tables. Nothing here knows of chats."""
