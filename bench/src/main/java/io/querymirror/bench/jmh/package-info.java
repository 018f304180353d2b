/**
 * What one statement costs the application's thread, measured in forked JVMs with the real jar.
 *
 * <p>The forks of a round run in shuffled order, and figures are compared within their round: an
 * idle core changes its speed by a factor of two, and a shared machine its mood by the minute.
 */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.jmh;
