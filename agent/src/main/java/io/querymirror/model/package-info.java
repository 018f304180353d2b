/** Immutable values that every other package speaks in. */
package io.querymirror.model;
