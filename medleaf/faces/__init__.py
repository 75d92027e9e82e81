"""How people reach the press. Faces translate; they do not think."""
