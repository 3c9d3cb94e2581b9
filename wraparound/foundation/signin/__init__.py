"""Signing in: password, second factor, time-outs, throttling, single sign-on and signed links."""
