// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/**
 * One open question that a loss of power leaves: which of several values survived. Immutable.
 *
 * @param what the kind of thing in question
 * @param path where it is, as a name from the root after the crash
 * @param index the sector's number in its file for {@link What#SECTOR}, otherwise 0
 * @param options how many values are possible, at least 2: 0 is the last durable one, the others
 *     are in order of time
 * @param newest which of them is visible before the crash
 */
public record CrashChoice(What what, String path, int index, int options, int newest) {
  /** The kind of thing that survives or does not. */
  public enum What {
    /** What a name in a directory refers to, if anything. */
    ENTRY,
    /** The length of a file. */
    LENGTH,
    /** The bytes of one 512-byte sector of a file. */
    SECTOR,
    /** Permissions, times, owner and user-defined attributes of a file or directory. */
    ATTRIBUTES
  }
}
