/**
 * Targets: admission, queues, lanes, workers. Nothing here can reach the application.
 *
 * <p>Below it lie its rooms, none of which knows this package: {@code wire}, a copy's way over one
 * connection; on it {@code hosts}, the connections of a target; on that {@code observe}, which
 * looks at them from the side, and {@code judging}, which compares results.
 */
package io.querymirror.mirror;
