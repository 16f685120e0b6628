// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.testkit.campaign.SeededBug;
import java.util.List;

/** Known bugs that the campaign must find. */
final class LocalBugs {

  private static final String HERE = "dev.holdfast.storage.local.";

  static final List<SeededBug> ALL =
      List.of(
          new SeededBug(
              "no-directory-force",
              "directory entries are acknowledged before they survive",
              HERE + "DirectoryForce",
              "channel.force(true);",
              "if (!channel.isOpen()) { throw new IOException(); }"),
          new SeededBug(
              "acknowledge-before-force",
              "bytes are published before they survive",
              HERE + "StageFile",
              "channel.force(true);",
              ""),
          new SeededBug(
              "second-force-counts",
              "a force that failed is repeated and believed",
              HERE + "DirectoryForce",
              "fail(e); throw e;",
              "channel.force(true);"),
          new SeededBug(
              "torn-record-accepted",
              "a record is used although its checksum is wrong",
              HERE + "RecordCodec",
              "|| ByteBuffer.wrap(bytes, length, CRC_BYTES).getInt() != crc(bytes, length)",
              ""),
          new SeededBug(
              "unknown-as-not-applied",
              "a failure after publication is told as not applied",
              HERE + "Publisher",
              "throw errors.translate(e, operation, key, applied(stage, file, outcome));",
              "throw errors.translate(e, operation, key, Outcome.NOT_APPLIED);"),
          new SeededBug(
              "case-folding",
              "upper and lower case share a file",
              HERE + "NameCodec",
              "unit = \"^\" + (char) (c - 'A' + 'a');",
              "unit = String.valueOf((char) (c - 'A' + 'a'));"),
          new SeededBug(
              "condition-without-mutex",
              "if-match is checked and published in two steps",
              HERE + "KeyMutexes",
              "if (!mutex.acquire(deadline)) { throw new DeadlineExceeded(); }",
              "mutex = new Mutex(dev.holdfast.resilience.Waits.parking()); mutex.tryAcquire();"),
          new SeededBug(
              "delete-condition-ignored",
              "a delete removes an object that is another one by now",
              HERE + "Publisher",
              "requireMatch(file, key, ifMatch.etag(), StorageOperation.DELETE);",
              "ifMatch.etag();"),
          new SeededBug(
              "listing-without-objects",
              "a listing leaves out what is there",
              HERE + "StoreKeys",
              "return seen.map(found -> item(found, key));",
              "return Optional.empty();"),
          new SeededBug(
              "directory-chain-not-forced",
              "a new directory is used before its entry survives",
              HERE + "DirectoryTree",
              "windows.added(Root.parent(next)); force.force(Root.parent(next));",
              "windows.added(Root.parent(next));"),
          new SeededBug(
              "absent-delete-not-forced",
              "a delete of what another delete just removed is acknowledged at once",
              HERE + "Publisher",
              "try (Nearest nearest = remove(directory, file, key, condition, deadline, perhaps))"
                  + " {",
              "boolean was = Files.exists(file);"
                  + " try (Nearest nearest ="
                  + " remove(directory, file, key, condition, deadline, perhaps)) {"
                  + " if (!was) { return nearest.directory().equals(directory); }"),
          new SeededBug(
              "bytes-and-record-of-two-writes",
              "the record is not compared again after the file was opened",
              HERE + "ObjectFiles",
              "same = Arrays.equals(before, place.mark(file));",
              "same = true;"));

  private LocalBugs() {}
}
