// The actor layer stand-in.
