"""The directory in the Open Referral UK standard: given out, and taken in from other areas."""
