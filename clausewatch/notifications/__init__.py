"""What channels are notified of: events, deliveries, routing and digests."""
