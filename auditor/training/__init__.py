"""Training: the decisions of reviewers as examples, and models that learn from them."""
