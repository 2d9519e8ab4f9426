"""Consolidated reports (báo cáo tổng hợp): drafted from unit reports, edited, made into official documents."""
