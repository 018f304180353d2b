package io.querymirror.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A target's few lines on standard error. */
public final class TargetLog {
  private static final Log LOG = Log.of(TargetLog.class);

  private static final int MOST_TOLD = 100;

  private final String target;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  public TargetLog(String target) {
    this.target = target;
  }

  /** A message whose first argument is the target. */
  public void say(Message message) {
    LOG.say(message, target);
  }

  /** A message whose arguments are the target and this. */
  public void say(Message message, String what) {
    LOG.say(message, target, what);
  }

  /** A message whose arguments are the target, a host and this. */
  public void say(Message message, String host, String what) {
    LOG.say(message, target, host, what);
  }

  /** An error of the agent itself. */
  public void internal(String where, Throwable t) {
    LOG.say(Message.INTERNAL, where + " of target " + target, t);
  }

  /** Once for each word, and for a hundred at most. */
  public void once(Message message, String what) {
    if (told.size() < MOST_TOLD && told.add(what)) {
      say(message, what);
    }
  }

  public void debug(String words) {
    LOG.debug("target " + target + ": " + words);
  }
}
