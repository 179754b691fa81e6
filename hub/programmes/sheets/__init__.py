"""Figures as a sheet of Excel or CSV: written, read, checked, brought in whole or not at all."""
