"""HTTP around the WSGI application: uvicorn's parser and event loop, our limits and threads.

The event loop reads requests, judges their headers, collects bodies and sends answers; a thread is
taken only while the application computes. So a client that sends or reads slowly holds a
connection, and never a thread.
"""
