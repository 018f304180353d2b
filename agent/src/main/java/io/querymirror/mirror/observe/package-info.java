/**
 * What looks at a target from the side, on connections and in time of its own: the plans that it
 * chooses, beside those of the source, and what its hosts have to do. No copy waits for it.
 */
package io.querymirror.mirror.observe;
