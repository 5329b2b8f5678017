"""The bank of situations in the office's hands: its desk, the workbook that is sent, files and results made beside."""
