"""How long the review desk takes from a key press to the next flag on the screen."""
