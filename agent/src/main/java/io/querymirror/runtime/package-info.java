/** Builds all parts from the settings, starts them, follows reloads, and stops them. */
package io.querymirror.runtime;
