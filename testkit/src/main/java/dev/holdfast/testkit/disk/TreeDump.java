// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a disk as text, one line per name, with what a power loss could take away. */
final class TreeDump {
  private final StringBuilder text = new StringBuilder();

  private TreeDump() {}

  static String of(Disk disk) {
    TreeDump dump = new TreeDump();
    dump.line("/", disk.root(), "");
    dump.children("", disk.root());
    return dump.text.toString();
  }

  private void children(String path, DirectoryNode directory) {
    NameTable names = directory.names();
    for (String key : names.keys()) {
      String child = path + "/" + key;
      Entry entry = names.get(key);
      if (entry == null) {
        text.append(child).append(" absent").append(risk(names, key)).append('\n');
        continue;
      }
      line(path + "/" + entry.name(), entry.node(), risk(names, key));
      if (entry.node() instanceof DirectoryNode below) {
        children(child, below);
      }
    }
  }

  private static String risk(NameTable names, String key) {
    if (!names.atRisk(key)) {
      return "";
    }
    StringBuilder note = new StringBuilder(" [name not durable:");
    List<@Nullable Entry> candidates = names.candidates(key);
    for (Entry candidate : candidates) {
      note.append(' ');
      note.append(candidate == null ? "absent" : "#" + candidate.node().inode().number());
    }
    return note.append(']').toString();
  }

  private void line(String path, Node node, String risk) {
    text.append(path).append(" #").append(node.inode().number());
    if (node instanceof FileNode file) {
      FileContent content = file.content();
      text.append(' ').append(content.size()).append(" bytes");
      if (content.dirtySectors() > 0 || content.size() != content.durableSize()) {
        text.append(" [durable ").append(content.durableSize()).append(" bytes, dirty sectors ");
        text.append(content.dirtySectors()).append(']');
      }
    } else if (node instanceof SymlinkNode link) {
      text.append(" -> ").append(link.target());
    } else {
      text.append(" directory");
    }
    if (node.inode().dirty()) {
      text.append(" [attributes not durable]");
    }
    text.append(risk).append('\n');
  }
}
