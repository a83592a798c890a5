"""One sample of each format, telling the story of one day; the demo plays them."""
