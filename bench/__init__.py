"""Benchmarks: what a load and a question take, beside a peer measured in the same run."""
