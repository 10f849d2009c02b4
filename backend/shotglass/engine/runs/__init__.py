"""Long runs, whatever they read: their cost, their progress, their end, and their record."""
