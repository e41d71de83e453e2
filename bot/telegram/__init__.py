"""What the Telegram channel is made of: requests, updates, rendering, keyboards, inline answers."""
