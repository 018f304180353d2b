/** Whether a mirrored database equals its source. */
@org.jspecify.annotations.NullMarked
package io.querymirror.it.replay;
