"""The Word documents: the report and the restricted lists, in the official layouts. The only rooms that know docx."""
