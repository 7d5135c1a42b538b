"""The commands as they are typed: names, options and help, and nothing heavy to import."""
