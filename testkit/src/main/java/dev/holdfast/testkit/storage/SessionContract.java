// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A write in pieces: nothing is visible before the commit, everything after. */
interface SessionContract extends DriverTests {

  @Test
  default void F46_session_committed_isReadBack() {
    for (int size : store().sizes()) {
      byte[] bytes = Payload.plain(size, 1);
      try (DriverUpload session = store().begin("committed-" + size)) {
        session.write(bytes, 0, bytes.length);
        ObjectInfo told = session.commit();
        assertThat(told.key()).isEqualTo(StorageKey.of("committed-" + size));
        assertThat(told.sizeBytes()).isEqualTo(size);
        assertThat(told.etag()).isEqualTo(store().info("committed-" + size).etag());
      }
      store().expect("committed-" + size, bytes);
    }
  }

  @Test
  default void session_withoutWrites_isAnEmptyObject() {
    try (DriverUpload session = store().begin("empty")) {
      session.commit();
    }
    store().expect("empty", new byte[0]);
  }

  @Test
  default void session_piecesOfOneBuffer_areTakenOver() {
    byte[] bytes = Payload.plain(300_000, 2);
    byte[] buffer = new byte[70_000];
    try (DriverUpload session = store().begin("pieces")) {
      int at = 0;
      for (int length : List.of(0, 1, 8191, 8192, 8193, 0, 65_536, 70_000, 1, 69_999)) {
        int offset = (buffer.length - length) / 2;
        System.arraycopy(bytes, at, buffer, offset, length);
        session.write(buffer, offset, length);
        Arrays.fill(buffer, (byte) 0);
        at += length;
      }
      session.write(bytes, at, bytes.length - at);
      session.commit();
    }
    store().expect("pieces", bytes);
  }

  @Test
  default void session_notCommitted_isNotVisible() {
    try (DriverUpload session = store().begin("hidden/object")) {
      byte[] bytes = Payload.plain((1 << 20) + 3, 3);
      session.write(bytes, 0, bytes.length);
      store().expectAbsent("hidden/object");
      assertThat(store().list("")).as("keys while a session is open").isEmpty();
      assertThat(store().listGrouped("")).as("groups while a session is open").isEmpty();
      session.commit();
      assertThat(store().list("")).as("keys after the commit").containsExactly("hidden/object");
    }
  }

  @Test
  default void F47_session_closedWithoutCommit_leavesNothing() {
    for (int size : List.of(0, 1, (1 << 20) + 3)) {
      DriverUpload session = store().begin("aborted/" + size);
      session.write(Payload.plain(size, 4), 0, size);
      session.close();
      session.close();
      store().expectAbsent("aborted/" + size);
    }
    assertThat(store().list("")).as("keys after sessions without commit").isEmpty();
  }

  @Test
  default void F47_session_closedWithoutCommit_leavesPresentObject() {
    byte[] old = Payload.plain(5000, 5);
    ObjectInfo before = store().put("kept", old);
    DriverUpload session = store().begin("kept");
    session.write(new byte[100], 0, 100);
    store().expectUnchanged(before, old);
    session.close();
    store().expectUnchanged(before, old);
  }

  @Test
  default void session_closedAfterCommit_keepsTheObject() {
    byte[] bytes = Payload.plain(5000, 6);
    DriverUpload session = store().begin("kept");
    session.write(bytes, 0, bytes.length);
    session.commit();
    session.close();
    session.close();
    store().expect("kept", bytes);
  }

  @Test
  default void session_twoOnOneKey_lastCommitWins() {
    byte[] first = Payload.plain(9000, 7);
    byte[] second = Payload.plain(100, 8);
    try (DriverUpload early = store().begin("twice");
        DriverUpload late = store().begin("twice")) {
      early.write(first, 0, first.length);
      late.write(second, 0, 50);
      late.write(second, 50, 50);
      late.commit();
      store().expect("twice", second);
      early.commit();
      store().expect("twice", first);
    }
    store().expect("twice", first);
    assertThat(store().list("")).containsExactly("twice");
  }

  @Test
  default void session_overwrittenMeanwhile_replacesAtCommit() {
    byte[] bytes = Payload.plain(9000, 9);
    store().put("raced", Payload.plain(10, 10));
    try (DriverUpload session = store().begin("raced")) {
      session.write(bytes, 0, 5000);
      byte[] other = Payload.plain(77, 11);
      Together.inThread(() -> store().put("raced", other));
      store().expect("raced", other);
      session.write(bytes, 5000, 4000);
      session.commit();
    }
    store().expect("raced", bytes);
  }

  @Test
  default void session_deletedMeanwhile_writesAtCommit() {
    byte[] bytes = Payload.plain(9000, 12);
    store().put("dir/only", Payload.plain(10, 13));
    try (DriverUpload session = store().begin("dir/only")) {
      session.write(bytes, 0, bytes.length);
      store().delete("dir/only");
      session.commit();
    }
    store().expect("dir/only", bytes);
  }

  @Test
  default void session_writtenByAnotherThread_isReadBack() {
    byte[] bytes = Payload.plain(9000, 14);
    try (DriverUpload session = store().begin("handed-over")) {
      session.write(bytes, 0, 4000);
      Together.inThread(
          () -> {
            session.write(bytes, 4000, 5000);
            return session.commit();
          });
    }
    store().expect("handed-over", bytes);
  }
}
