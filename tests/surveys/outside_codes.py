"""What can be wrong with files that come with a form; each is shown in ``test_outside.py``."""

OUTSIDE = {
    "zip_broken",
    "zip_encrypted",
    "zip_too_heavy",
    "zip_name_twice",
    "zip_without_form",
    "zip_many_forms",
    "file_needed",
    "file_kind_unsupported",
    "table_unreadable",
    "table_empty",
    "table_too_large",
    "table_too_long",
    "table_too_wide",
    "table_column_missing",
    "table_code_invalid",
    "table_code_twice",
    "search_invalid",
    "search_twice",
    "search_with_fixed",
    "search_without_columns",
}
