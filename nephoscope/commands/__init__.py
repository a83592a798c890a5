"""The commands of `nephoscope`, a module each."""
