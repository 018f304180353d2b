/** Looks at the hosts of targets before anything is mirrored there: ready or not, and why. */
package io.querymirror.inspect;
