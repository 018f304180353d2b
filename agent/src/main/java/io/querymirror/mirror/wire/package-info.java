/**
 * One copy over one connection: its binds are set as the application's driver set them, its packets
 * go out, its answer is read row by row, and what came of it is one {@code CopyResult}. Nothing
 * here knows of hosts, lanes or sessions.
 */
package io.querymirror.mirror.wire;
