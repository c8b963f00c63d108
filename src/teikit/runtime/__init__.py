"""What Python and the machine do for the program, whatever it works on."""
