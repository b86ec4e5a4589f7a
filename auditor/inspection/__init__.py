"""The pure core: text and a rulebook in, an inspection out; no Django, network, clock or chance."""
