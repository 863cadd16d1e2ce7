"""What people of the bank do for a client who cannot get in: find the account, unlock it, end its sessions."""
