"""Views of the register, by what one comes for."""
