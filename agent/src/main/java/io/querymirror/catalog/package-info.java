/**
 * The target's schema as far as order and pins depend on it, and what a statement touches by it.
 */
@org.jspecify.annotations.NullMarked
package io.querymirror.catalog;
