/** Real database servers for tests and the demo, started without Docker. */
@org.jspecify.annotations.NullMarked
package io.querymirror.it.server;
