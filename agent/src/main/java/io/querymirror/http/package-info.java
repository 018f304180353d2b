/**
 * The live page and what else is asked over HTTP. The server is its own, and small: one thread for
 * all sockets, none of which it waits for, and one that makes the answers. So neither a slow client
 * nor a slow answer holds up another, and nothing of it is a choice for the whole JVM.
 */
package io.querymirror.http;
