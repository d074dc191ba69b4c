"""What we claim, measured. Results are in results.md."""
