// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What happened in a simulation, in order, and a running hash over it. */
final class Trace {

  private static final int TAIL = 40;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private String[] threads = new String[256];
  private String[] labels = new String[256];
  private int size;
  private long hash = MULTIPLIER;

  void add(String thread, String label, long now) {
    if (size == labels.length) {
      threads = Arrays.copyOf(threads, size * 2);
      labels = Arrays.copyOf(labels, size * 2);
    }
    threads[size] = thread;
    labels[size] = label;
    size++;
    hash = mix(hash, ((long) thread.hashCode() << 32) ^ label.hashCode());
    hash = mix(hash, now);
  }

  private static long mix(long hash, long value) {
    return Long.rotateLeft((hash ^ value) * MULTIPLIER, 29);
  }

  long hash() {
    return hash;
  }

  int size() {
    return size;
  }

  List<TraceEvent> events() {
    return events(0);
  }

  /** The last events, one per line. */
  String tail() {
    StringBuilder lines = new StringBuilder();
    for (TraceEvent event : events(Math.max(0, size - TAIL))) {
      lines.append("\n  ").append(event);
    }
    return lines.toString();
  }

  private List<TraceEvent> events(int from) {
    List<TraceEvent> events = new ArrayList<>(size - from);
    for (int i = from; i < size; i++) {
      events.add(new TraceEvent(i + 1L, threads[i], labels[i]));
    }
    return events;
  }
}
