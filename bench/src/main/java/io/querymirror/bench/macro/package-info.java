/**
 * Runs over real servers: all JVMs are up at once and take short turns in shuffled order, and each
 * figure is compared with the baseline's of the same round.
 */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.macro;
