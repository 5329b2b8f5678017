"""The rooms of the report's workbook: typed cells, a page a table, native charts, contents, codebook."""
