"""The cascade clause by clause: which tasks below answer which clause above, and plans side by side."""
