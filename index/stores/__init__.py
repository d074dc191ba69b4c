"""Where passages and sentences are searched. `base` is the contract, `exact` the oracle, `local` what runs by default."""
