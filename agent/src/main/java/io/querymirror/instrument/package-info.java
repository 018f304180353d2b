/**
 * Finds the classes of JDBC drivers as they are loaded and inlines calls of the probe into them.
 */
package io.querymirror.instrument;
