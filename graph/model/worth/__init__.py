"""What says how much something is worth: prices and rates, factors, costs and markets."""

from graph.model.worth.costs import CostSheet, ProcessClass
from graph.model.worth.markets import Market
from graph.model.worth.money import EmissionFactor, Price, TransportRate

__all__ = ["CostSheet", "EmissionFactor", "Market", "Price", "ProcessClass", "TransportRate"]
