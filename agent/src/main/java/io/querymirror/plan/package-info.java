/** A server's plans: read, brought into one shape, compared, and kept by digest. Pure. */
@NullMarked
package io.querymirror.plan;

import org.jspecify.annotations.NullMarked;
