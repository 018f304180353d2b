/**
 * What the advice calls on the application's threads: who runs which statement with which binds, up
 * to the ring; and behind the ring, where each event stands in its session.
 */
package io.querymirror.capture;
