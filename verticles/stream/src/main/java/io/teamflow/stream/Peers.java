package io.teamflow.stream;

import java.util.Set;

/** The nodes of the cluster, as the {@link NodePipe} needs to know them. */
public interface Peers {

  /** This node: unique among the nodes of the cluster and never reused. */
  String self();

  /** The other nodes, as far as known. */
  Set<String> others();

  /** Runs whenever {@link #others} may have changed; from any thread. */
  void onChange(Runnable listener);

  /** A node that is alone. */
  static Peers none() {
    return new Peers() {
      @Override
      public String self() {
        return "alone";
      }

      @Override
      public Set<String> others() {
        return Set.of();
      }

      @Override
      public void onChange(Runnable listener) {}
    };
  }
}
