/** JVMs that a run starts and measures from outside. */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.child;
