/**
 * A driver that nothing is known of and that does nothing. Not below {@code io.querymirror}, which
 * the agent never instruments.
 */
@org.jspecify.annotations.NullUnmarked
package com.example.noop;
