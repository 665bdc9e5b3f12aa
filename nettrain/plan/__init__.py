"""Config + rows -> Plan: columns, shapes, parameters, memory, and every cross check; no TensorFlow."""
