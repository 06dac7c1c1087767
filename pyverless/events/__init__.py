"""What is in the events of queues and buckets, and in those of authorizers."""
