"""Documents that leave the house: values in, bytes out. Import each from its own module, with its library."""
