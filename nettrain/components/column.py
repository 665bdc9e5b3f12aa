"""(placeholder, being written)"""

from nettrain.components.component import Component


class Column(Component):
    """A kind of column."""
