"""Raw cells become lines, refused rows and fates; the books balance or the load is undone."""
