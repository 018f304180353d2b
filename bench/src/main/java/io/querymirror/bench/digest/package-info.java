/** How fast the agent finds out what a text is: realistic mixes, and texts made to be slow. */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.digest;
