"""The pages for people: Django's admin with views of our own."""
