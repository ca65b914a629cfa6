"""Measurements that the documents cite; each module prints its own table."""
