"""How fast events come in, and how soon they count: real servers, real HTTP, all on the cores of this machine."""
