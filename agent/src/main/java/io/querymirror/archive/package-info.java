/** Files that keep what was compared, for later. */
package io.querymirror.archive;
