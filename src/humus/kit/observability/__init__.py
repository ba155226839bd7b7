"""What a running installation tells about itself: logs, numbers, and whether it is well."""
