// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import dev.holdfast.testkit.disk.CrashChoice.What;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the disk that a power loss leaves. Used once, under the lock of the old disk.
 *
 * <p>The model is that of crash-consistency testing ("All File Systems Are Not Created Equal", OSDI
 * 2014): names are lost independently of each other and of content, in any order. What survives is
 * then on the disk, so the new disk has nothing unforced. A directory that two names would refer to
 * (its rename was not forced and both names survive) keeps the first in order.
 */
final class CrashImage {
  private final ToIntFunction<CrashChoice> chooser;
  private final IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
  private long usedBytes;

  private CrashImage(ToIntFunction<CrashChoice> chooser) {
    this.chooser = chooser;
  }

  static Disk of(Disk disk, CrashPolicy policy) {
    if (policy instanceof CrashPolicy.KeepAll) {
      return DiskCopy.of(disk);
    }
    CrashImage image = new CrashImage(chooser(policy));
    DirectoryNode root = image.directory(disk.root(), "", disk.options().names());
    return new Disk(disk.options(), root, disk.nextInode(), image.usedBytes);
  }

  private static ToIntFunction<CrashChoice> chooser(CrashPolicy policy) {
    if (policy instanceof CrashPolicy.Choose choose) {
      return choose.chooser();
    }
    if (policy instanceof CrashPolicy.Tear tear) {
      return SeededLoss.filesOnly(tear.seed());
    }
    if (policy instanceof CrashPolicy.Independent loss) {
      return SeededLoss.everything(loss.seed());
    }
    throw new IllegalArgumentException("not a power loss: " + policy);
  }

  private DirectoryNode directory(DirectoryNode old, String path, NameRules rules) {
    DirectoryNode copy = new DirectoryNode(inode(old, path), new NameTable(rules));
    copies.put(old, copy);
    for (String key : old.names().keys()) {
      List<@Nullable Entry> candidates = old.names().candidates(key);
      String child = path + "/" + key;
      int newest = old.names().newest(key, candidates);
      CrashChoice choice = new CrashChoice(What.ENTRY, child, 0, candidates.size(), newest);
      Entry entry = candidates.get(choose(choice));
      Node node = entry == null ? null : node(entry.node(), child, rules);
      if (entry != null && node != null) {
        copy.names().putDurable(new Entry(entry.name(), node));
        node.inode().addLink();
        if (node instanceof DirectoryNode directory) {
          directory.place(copy, entry.name());
        }
      }
    }
    return copy;
  }

  /** The copy of a node; null for a directory that has a name already. */
  private @Nullable Node node(Node old, String path, NameRules rules) {
    Node known = copies.get(old);
    if (known != null) {
      return known instanceof DirectoryNode ? null : known;
    }
    if (old instanceof DirectoryNode directory) {
      return directory(directory, path, rules);
    }
    Node copy =
        old instanceof FileNode file
            ? file(file, path)
            : new SymlinkNode(inode(old, path), ((SymlinkNode) old).target());
    copies.put(old, copy);
    return copy;
  }

  private FileNode file(FileNode old, String path) {
    FileContent content = old.content();
    List<Integer> lengths = content.candidateLengths();
    int newest = Math.max(0, lengths.indexOf(content.size()));
    int length = lengths.get(choose(new CrashChoice(What.LENGTH, path, 0, lengths.size(), newest)));
    BitSet sectors = content.candidateSectors(length);
    for (int s = sectors.nextSetBit(0); s >= 0; s = sectors.nextSetBit(s + 1)) {
      sectors.set(s, choose(new CrashChoice(What.SECTOR, path, s, 2, 1)) == 1);
    }
    usedBytes += length;
    byte[] bytes = content.afterPowerLoss(length, sectors);
    return new FileNode(inode(old, path), FileContent.durable(bytes));
  }

  private Inode inode(Node old, String path) {
    Inode inode = old.inode();
    boolean differs = inode.dirty() && !inode.metadata().equals(inode.durableMetadata());
    boolean newest = differs && choose(new CrashChoice(What.ATTRIBUTES, path, 0, 2, 1)) == 1;
    return new Inode(inode.number(), newest ? inode.metadata() : inode.durableMetadata());
  }

  private int choose(CrashChoice choice) {
    if (choice.options() < 2) {
      return 0;
    }
    int answer = chooser.applyAsInt(choice);
    if (answer < 0 || answer >= choice.options()) {
      throw new IllegalArgumentException("answer " + answer + " to " + choice);
    }
    return answer;
  }
}
