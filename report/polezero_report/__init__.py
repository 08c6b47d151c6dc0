"""What Jupyter's own programs need for polezero's notebooks: checked parameters (papermill) and the report (nbconvert)."""

__version__ = "0.1.0"
