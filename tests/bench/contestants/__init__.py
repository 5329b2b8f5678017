"""Those who are measured. Each module runs as a process of its own; ``bots`` says how each is started."""
