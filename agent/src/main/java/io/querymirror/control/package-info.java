/** Switching mirroring on and off while the application runs. */
package io.querymirror.control;
