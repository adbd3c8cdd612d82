"""What is measured in a network, each alone: cycling, information, brokers, communities, loops."""
