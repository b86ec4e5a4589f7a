"""The pure core: a page or a text and a rulebook in, an inspection out. No Django, network, clock or chance."""
