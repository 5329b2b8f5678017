"""Plans in the chat, in order of reading: ``year``, ``books`` (workbooks that are sent), ``desk`` (taps), ``cards``."""
