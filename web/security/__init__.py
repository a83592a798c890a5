"""Who is asking, and what a browser may do with our pages."""
