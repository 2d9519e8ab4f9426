"""dondoc_web: the site that stands on the library."""
