"""Tests that start real processes and real servers."""
