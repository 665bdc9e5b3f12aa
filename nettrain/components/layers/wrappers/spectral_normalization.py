"""spectral_normalization: a layer whose weights have norm 1."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from nettrain.components.fields import Count, LayerChoice
from nettrain.components.layer import Layer
from nettrain.components.layout import Shape
from nettrain.components.schema import amiss


class SpectralNormalization(Layer):
    """The layer with W divided by its largest singular value, which power iteration tracks while training.

    Shape: as the layer. Weights: those of the layer, and a vector that is not trained.
    Source: Miyato et al. 2018, Spectral Normalization for Generative Adversarial Networks.
    Example: spectral_normalization: {layer: {dense: 8}}
    """

    training_only: ClassVar[frozenset[str]] = frozenset({"power_iterations"})

    layer: LayerChoice
    """dense, conv1d or embedding."""
    power_iterations: Count = 1
    """Iterations a step."""

    @model_validator(mode="after")
    def _has_one_kernel(self) -> SpectralNormalization:
        if self.layer.yaml_name() not in ("dense", "conv1d", "embedding"):
            raise amiss(f"expected dense, conv1d or embedding as layer, got {self.layer.yaml_name()}", "layer")
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Pass through the layer."""
        return self.layer.shape(inputs)

    def params(self, inputs: Shape) -> int:
        """Count the layer's weights and the vector."""
        return self.layer.params(inputs) + self.untrained(inputs)

    def untrained(self, inputs: Shape) -> int:
        """Count the vector: as long as the layer is wide."""
        return self.shape(inputs)[-1]

    def keeps_weights(self) -> bool:
        """No: every pass in training divides them by their largest singular value."""
        return False

    def output_activation(self, before: str) -> str:
        """Return the layer's own activation."""
        return self.layer.output_activation(before)
