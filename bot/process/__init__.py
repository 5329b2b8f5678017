"""One running process of the bot: its leases, its schedule, its signals, what it tells of itself.

In order of reading:

running      runs until it is asked to stop; while another process works, it waits
intakes      what comes on every channel
tenure       the leases: who works on the database, who broadcasts
whereabouts  whether the process that holds a lease is gone
schedule     the ticks
stopping     Ctrl+C and SIGTERM
outages      taps that were lost while nothing was fetched
heartbeat    when updates were last fetched
house_facts  the keys under which such moments are noted
metrics      what ``/healthz`` and ``/metrics`` answer
logs         one format, no secrets
outside      locks, full disks, lost connections: what passes by itself
"""
