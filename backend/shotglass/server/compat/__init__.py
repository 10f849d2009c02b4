"""The APIs of other servers, for the clients that were written for them."""
