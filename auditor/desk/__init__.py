"""The review desk: who works at which item, in what order, how well people agree, and the log of it all."""
