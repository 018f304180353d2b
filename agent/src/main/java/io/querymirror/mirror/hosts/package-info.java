/**
 * The hosts of a target: their health, the pools of connections to them, what a session on one is
 * told before and beside a copy, and the proof that a host is not the application's own. What takes
 * connections knows them as {@code TargetHost} and {@code TargetConnection} alone.
 */
package io.querymirror.mirror.hosts;
