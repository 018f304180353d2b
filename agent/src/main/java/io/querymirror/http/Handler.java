package io.querymirror.http;

import org.jspecify.annotations.Nullable;

/** Gives answers. What it throws is answered by 500. */
interface Handler {
  /** On the thread of all sockets, so without any wait; null where it takes the other one. */
  @Nullable Answer atOnce(Request request);

  /** On the other thread: it may take its time. */
  Answer answer(Request request);

  /** On the other thread: nobody has asked for a while, so nothing needs to be kept. */
  void idle();
}
