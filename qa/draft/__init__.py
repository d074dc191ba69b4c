"""Drafting: test questions proposed from the articles, for a person to accept or reject. No language model is needed."""
