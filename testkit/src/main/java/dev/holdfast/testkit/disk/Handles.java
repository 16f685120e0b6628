// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The channels and directory streams one process has open. Guarded by the lock of the disk. */
final class Handles {
  private final Map<Object, Handle> open = new LinkedHashMap<>();

  private record Handle(CrashPath path, Node node) {}

  void opened(Object holder, CrashPath path, Node node) {
    node.inode().addHandle();
    open.put(holder, new Handle(path, node));
  }

  /** Forgets a holder and frees its file if nothing else refers to it. */
  void closed(Object holder, Disk disk) {
    Handle handle = open.remove(holder);
    if (handle == null) {
      return;
    }
    Node node = handle.node();
    node.inode().removeHandle();
    if (node instanceof FileNode file && holder instanceof OpenChannel channel) {
      file.locks().closed(channel);
    }
    disk.releaseIfUnused(node);
  }

  void closeAll(Disk disk) {
    for (Object holder : List.copyOf(open.keySet())) {
      closed(holder, disk);
    }
  }

  int size() {
    return open.size();
  }

  List<CrashPath> paths() {
    List<CrashPath> paths = new ArrayList<>();
    open.values().forEach(handle -> paths.add(handle.path()));
    return paths;
  }
}
