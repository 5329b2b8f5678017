"""A plan in the forms in which offices use it: workbook, document, lists of classes, picture, calendar."""
