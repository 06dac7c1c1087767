"""What is in the events of queues and buckets."""
