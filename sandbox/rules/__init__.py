"""Pure rules of the practice desk: values in, values out; no Django, no clock, no I/O."""
