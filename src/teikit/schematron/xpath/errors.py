"""What is wrong with an expression."""


class ExpressionError(Exception):
    """An expression cannot be used, or cannot be evaluated. The message is a sentence."""


def no_variable(name: str) -> ExpressionError:
    """That an expression names a variable that there is not, or that holds no expression."""
    return ExpressionError(
        f"There is no variable ${name} that is an expression; define it by `let` with a value."
    )


class TooLongError(ExpressionError):
    """An expression takes too many steps, at whatever node."""


class UntranslatableError(Exception):
    """The meaning of an expression in XPath 1.0 is not certain. For `xpath` alone."""
