"""Calibrating: the decision to answer, fitted on a reader's own test set and kept in the index file."""
