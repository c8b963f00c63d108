"""What is wrong with an expression."""


class ExpressionError(Exception):
    """An expression cannot be used, or cannot be evaluated. The message is a sentence."""


class TooLongError(ExpressionError):
    """An expression takes too many steps, at whatever node."""


class UntranslatableError(Exception):
    """The meaning of an expression in XPath 1.0 is not certain. For `xpath` alone."""
