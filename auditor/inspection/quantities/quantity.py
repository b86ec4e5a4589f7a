"""What a figure is: its words, its kind, and its value in a form that can be compared."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.inspection.document import Span


class QuantityKind(StrEnum):
    """Of what sort a figure is."""

    DATE = "date"
    DURATION = "duration"
    DISTANCE = "distance"
    MEASURE = "measure"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    ORDINAL = "ordinal"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``span`` holds its words with what qualifies them ("more than 50").

    ``value`` is an ISO 8601 date ("2016-03-15", "2015-09", "2016-W11", "2016-03-12/2016-03-13"; "--03-15"
    where the year is not known), an ISO 8601 duration ("P5.5M"), a clock time ("21:10"), or a number in
    plain decimals; empty where the words give none ("several years", "Monday" of an undated text).
    ``unit`` is a symbol or an ISO 4217 code.
    """

    span: Span
    kind: QuantityKind
    value: str
    unit: str = ""
