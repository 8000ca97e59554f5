"""Invoices, credit notes and refunds, through the desks a person works at."""
