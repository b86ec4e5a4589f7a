"""Figures and dates of a text, with their values."""

from auditor.inspection.quantities.quantity import Quantity, QuantityKind
from auditor.inspection.quantities.reading import find_quantities

__all__ = ["Quantity", "QuantityKind", "find_quantities"]
