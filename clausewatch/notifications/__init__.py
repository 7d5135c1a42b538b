"""What a channel is told: events, deliveries, routing and digests."""
