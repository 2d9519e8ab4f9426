"""The demonstration: a province that does not exist, its people, and two years of its work. For trying only."""
