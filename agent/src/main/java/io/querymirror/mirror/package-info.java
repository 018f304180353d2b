/**
 * Targets: admission, queues, lanes, workers, pools, health. Nothing here can reach the
 * application.
 */
package io.querymirror.mirror;
