"""Keeping the directory true: providers' edits, approval, confirming, reminders, files in and out."""
