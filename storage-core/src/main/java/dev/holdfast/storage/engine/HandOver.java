// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Two blocks of memory on their way between the thread that fills them and the thread that empties
 * them. Thread-safe.
 */
final class HandOver {

  /*
   * Implementation notes.
   * Everything mutable is guarded by the lock. Signals are announced after it was released, and
   * their conditions take it. A block is in `spare`, in `filled`, or held by one of the two threads.
   * Blocks are made when they are first needed: short content takes one.
   * Once `over`, no block is filled any more; the reader still gets those that were.
   */

  private static final int MOST_BLOCK_BYTES = 64 * 1024;
  private static final int BLOCKS = 2;

  /** A block with bytes at its front. */
  static final class Block {

    final byte[] bytes;
    final int length;

    private Block(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private final Signal canFill = Signal.of(this::isFillable);
  private final Signal canTake = Signal.of(this::isTakeable);
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<byte[]> spare = new ArrayDeque<>(BLOCKS);
  private final Deque<Block> filled = new ArrayDeque<>(BLOCKS);
  private final int blockBytes;
  private int unmade = BLOCKS;
  private boolean over;
  private @Nullable Throwable failure;

  /** For content of the given length, or of an unknown one. */
  HandOver(OptionalLong length) {
    this.blockBytes =
        (int) Math.max(1L, Math.min(MOST_BLOCK_BYTES, length.orElse(MOST_BLOCK_BYTES)));
  }

  /** Holds while there is a block to be filled, or filling is over. */
  Signal canFill() {
    return canFill;
  }

  /** Holds while there is a block to be taken, or none will come. */
  Signal canTake() {
    return canTake;
  }

  /** A block to be filled; null if filling is over. */
  byte @Nullable [] spare() {
    lock.lock();
    try {
      if (over) {
        return null;
      }
      byte[] block = spare.poll();
      if (block == null) {
        unmade--;
        block = new byte[blockBytes];
      }
      return block;
    } finally {
      lock.unlock();
    }
  }

  /** Hands a filled block over. */
  void fill(byte[] bytes, int length) {
    lock.lock();
    try {
      filled.add(new Block(bytes, length));
    } finally {
      lock.unlock();
    }
    canTake.changed();
  }

  /** The next filled block, or null. */
  @Nullable Block take() {
    lock.lock();
    try {
      return filled.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives an emptied block back. */
  void recycle(Block block) {
    lock.lock();
    try {
      spare.add(block.bytes);
    } finally {
      lock.unlock();
    }
    canFill.changed();
  }

  /** Nothing more comes; the first call decides why. */
  void finish(@Nullable Throwable reason) {
    lock.lock();
    try {
      if (!over) {
        over = true;
        failure = reason;
      }
    } finally {
      lock.unlock();
    }
    canFill.changed();
    canTake.changed();
  }

  /** Whether nothing more comes. */
  boolean over() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more comes; null at the end of the content. */
  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFillable() {
    lock.lock();
    try {
      return over || unmade > 0 || !spare.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean isTakeable() {
    lock.lock();
    try {
      return over || !filled.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
