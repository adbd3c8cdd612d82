"""Shapes of sheets that are no plain table: turned, crossed, side by side, told in the head."""
