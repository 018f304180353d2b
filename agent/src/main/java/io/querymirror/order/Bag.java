package io.querymirror.order;

import java.util.ArrayList;
import java.util.List;

/** Events that later ones wait for; those that are complete go as it grows. */
final class Bag {
  private static final int MANY = 4;

  private final List<Node> nodes = new ArrayList<>(1);
  private int sweepAt = 8;

  void add(Node n) {
    int size = nodes.size();
    if (size > 0 && nodes.get(size - 1) == n) {
      return;
    }
    if (size >= sweepAt) {
      sweep();
      sweepAt = Math.max(8, nodes.size() * 2);
    }
    nodes.add(n);
  }

  void clear() {
    nodes.clear();
  }

  /** Many become one join: each is looked at once, however many wait for all of them. */
  void holdUp(Node later, Node.Wait wait, long stamp) {
    if (nodes.size() > MANY) {
      sweep();
      if (nodes.size() > MANY) {
        Node join = Node.join(nodes);
        nodes.clear();
        nodes.add(join);
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      later.after(nodes.get(i), wait, stamp);
    }
  }

  /** True if nobody here keeps anybody waiting. */
  boolean isIdle() {
    sweep();
    return nodes.isEmpty();
  }

  private void sweep() {
    nodes.removeIf(Node::isComplete);
  }
}
