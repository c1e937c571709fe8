"""quizapp: machine-learning interview questions whose answers are proved by computation."""

__version__ = "0.1.0"
