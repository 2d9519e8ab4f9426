"""Search: one table of entries over everything that people look for, asked the same way on both databases."""
