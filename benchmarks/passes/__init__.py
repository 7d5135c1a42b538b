"""Passes over all documents of a catalogue with the real processes of the bot."""
