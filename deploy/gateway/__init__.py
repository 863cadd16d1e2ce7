"""The gateway: nginx where services are deployed, and the same behaviour in the embedded platform."""
