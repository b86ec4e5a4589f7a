"""The schedule: when an address is looked at again, how politely, and what is made of the answer."""
